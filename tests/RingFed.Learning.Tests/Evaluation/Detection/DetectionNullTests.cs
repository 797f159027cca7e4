using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Evaluation;
using RingFed.Learning.Evaluation.Detection;

namespace RingFed.Learning.Tests.Evaluation.Detection;

public sealed class DetectionNullTests
{
    [Fact]
    public void Chance_reaches_what_the_null_variance_of_the_area_says()
    {
        // AUC under the null: sd = sqrt((m + n + 1) / (12 m n)) = .0410 for 100 against 100; two-sided 95 %: .5 + 1.96 sd.
        SeededRandom random = new(1);
        double[] scores = [.. Enumerable.Range(0, 200).Select(_ => random.Uniform())];
        bool[] labels = [.. Enumerable.Range(0, 200).Select(i => i < 100)];
        Assert.Equal(.5803, DetectionNull.Of([scores], labels, 1, seed: 2).Value!.Value, .006);
        Assert.InRange(DetectionNull.Of([scores, [.. scores.Reverse().Select((s, i) => s + i)]], labels, 1, seed: 2).Value!.Value, .582, .62);
    }

    [Fact]
    public void The_p_value_is_never_zero_and_one_when_all_shuffles_reach_the_observed()
    {
        double[] scores = [1, 2, 3, 4, 5, 6, 7, 8];
        bool[] labels = [false, false, false, false, true, true, true, true];
        Assert.Equal("p = 1.000", DetectionNull.Of([scores], labels, .5, seed: 1).Note);
        Assert.NotEqual("p = 0.000", DetectionNull.Of([scores], labels, 1.1, seed: 1).Note);
    }

    [Fact]
    public void The_old_protocol_takes_copies_for_patients_and_finds_independent_columns()
    {
        Cohort train = ToyPatients.Draw(300, 1);
        Assert.InRange(DetectionCv.Of(train, train, seed: 1, threads: 2).Value!.Value, 0, .5);
        Assert.InRange(DetectionCv.Of(train, IndependentColumns.Draw(train, 300, 2), seed: 1, threads: 2).Value!.Value, .75, 1);
        Assert.NotNull(DetectionCv.Of(train, train.Take([0, 1]), seed: 1, threads: 1).Reason);
    }
}
