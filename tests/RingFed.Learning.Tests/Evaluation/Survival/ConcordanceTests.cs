using RingFed.Learning.Evaluation.Survival;

namespace RingFed.Learning.Tests.Evaluation.Survival;

public sealed class ConcordanceTests
{
    // R survival 3.5.3: concordance(Surv(t, d) ~ x1, reverse = TRUE), 86 concordant and 7 discordant pairs.
    [Fact]
    public void Harrells_C_is_that_of_R()
    {
        Assert.Equal(.924731183, HarrellConcordance.Of(SixteenPatients.X1, SixteenPatients.Sample)!.Value, 1e-9);
    }

    // The same with round(x1): 66 concordant, 3 discordant, 24 tied risks.
    [Fact]
    public void Tied_risks_count_a_half_as_in_R()
    {
        double[] rounded = [.. SixteenPatients.X1.Select(x => Math.Round(x, MidpointRounding.ToEven))];
        Assert.Equal(.838709677, HarrellConcordance.Of(rounded, SixteenPatients.Sample)!.Value, 1e-9);
    }

    [Fact]
    public void Without_events_no_pair_is_usable()
    {
        Assert.Null(HarrellConcordance.Of([1, 2], new SurvivalSample([0, 1], [1, 2], [false, false])));
    }
}
