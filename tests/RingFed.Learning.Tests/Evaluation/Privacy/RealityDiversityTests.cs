using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Evaluation;
using RingFed.Learning.Evaluation.Privacy;

namespace RingFed.Learning.Tests.Evaluation.Privacy;

public sealed class RealityDiversityTests
{
    private static readonly Cohort Train = ToyPatients.Draw(300, 1);
    private static readonly Cohort Holdout = ToyPatients.Draw(300, 2);
    private static readonly int[] All = [.. Enumerable.Range(0, Train.Schema.Columns.Count)];

    [Fact]
    public void Ratios_are_medians_of_smallest_distances()
    {
        // On a line: R1 at 0, 10, .., 190; R2 two away from it, S one away; so S lies three from R2 on one side.
        float[][] Line(float shift) => [.. Enumerable.Range(0, 20).Select(i => new[] { (10f * i) + shift })];
        RealityDiversity both = RealityDiversity.Of(Line(-1), Line(0), Line(2), MembershipVectors.Euclidean, 1);
        Assert.Equal(.5, both.Reality.Value!.Value, 1e-6);
        Assert.Equal(1.5, both.Diversity.Value!.Value, 1e-6);
    }

    [Fact]
    public void Fresh_patients_are_as_real_and_as_diverse_as_the_holdout()
    {
        RealityDiversity fresh = Of(ToyPatients.Draw(300, 3));
        Assert.InRange(fresh.Reality.Value!.Value, .85, 1.15);
        Assert.InRange(fresh.Diversity.Value!.Value, .85, 1.15);
    }

    [Fact]
    public void Copies_are_too_real_and_one_patient_repeated_is_not_diverse()
    {
        Assert.Equal(0, Of(Train).Reality.Value!.Value, .5);
        SeededRandom random = new(1);
        Assert.InRange(Of(Holdout.Take([.. Enumerable.Range(0, 300).Select(_ => random.Index(3))])).Diversity.Value!.Value, 1.3, 10);
    }

    [Fact]
    public void Where_half_of_the_patients_have_a_twin_means_are_compared()
    {
        // R1 holds 0 alone. R2: nine at 0, three at 4, mean 1; S: six at 0, six at 1, mean .5.
        float[][] Points(int count, float value) => [.. Enumerable.Range(0, count).Select(_ => new[] { value })];
        Score reality = RealityDiversity.Of(
            [.. Points(6, 0), .. Points(6, 1)], Points(12, 0), [.. Points(9, 0), .. Points(3, 4)], MembershipVectors.Euclidean, 1).Reality;
        Assert.Equal((.5, "of means"), (reality.Value!.Value, reality.Note));
    }

    [Fact]
    public void Columns_in_which_patients_are_alike_give_a_reason()
    {
        Cohort same = CohortOf.Nothing.Gene("g", [.. new double[40]]).Build();
        RealityDiversity none = RealityDiversity.Of((same, same, same), [0], 40, seed: 1, threads: 1);
        Assert.Null(none.Reality.Value);
        Assert.Contains("equals a training patient", none.Diversity.Reason);
        Assert.StartsWith("fewer than", RealityDiversity.Of((same, same, same), [0], 5, seed: 1, threads: 1).Reality.Reason);
    }

    private static RealityDiversity Of(Cohort drawn) => RealityDiversity.Of((Train, Holdout, drawn), All, 300, seed: 1, threads: 2);
}
