using RingFed.Learning.Data;
using RingFed.Learning.Evaluation;
using RingFed.Learning.Evaluation.Fidelity;

namespace RingFed.Learning.Tests.Evaluation;

public sealed class IndependentColumnsTests
{
    [Fact]
    public void Marginals_stay_and_dependence_goes()
    {
        double[] values = [.. Enumerable.Range(0, 1000).Select(i => (double)i)];
        Cohort train = CohortOf.Nothing.Numbers("x", values).Numbers("y", values).Endpoint("os", values, [.. values.Select(v => v < 500 ? 1.0 : 0)]).Build();
        Cohort drawn = IndependentColumns.Draw(train, 2000, seed: 7);
        Assert.Equal(2000, drawn.Count);
        Assert.InRange(ShapeScore.Of(train, drawn).Value!.Value, .95, 1);
        Assert.InRange(PearsonCorrelation.Of(drawn.Column(0), drawn.Column(1)).Value!.Value, -.1, .1);
        Assert.InRange(PearsonCorrelation.Of(drawn.Column(2), drawn.Column(3)).Value!.Value, -.1, .1);
    }

    [Fact]
    public void The_seed_decides_every_value()
    {
        Cohort train = ToyPatients.Draw(50, 1);
        Assert.Equal(IndependentColumns.Draw(train, 20, 1).Column(0), IndependentColumns.Draw(train, 20, 1).Column(0));
        Assert.NotEqual(IndependentColumns.Draw(train, 20, 1).Column(0).ToArray(), IndependentColumns.Draw(train, 20, 2).Column(0).ToArray());
    }

    [Fact]
    public void An_empty_cohort_has_nothing_to_draw_from()
    {
        Assert.Throws<ArgumentException>(() => IndependentColumns.Draw(ToyPatients.Draw(1, 1).Take([]), 1, 1));
    }
}
