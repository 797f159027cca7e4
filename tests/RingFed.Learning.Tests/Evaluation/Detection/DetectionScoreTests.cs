using RingFed.Learning.Data;
using RingFed.Learning.Evaluation;
using RingFed.Learning.Evaluation.Detection;

namespace RingFed.Learning.Tests.Evaluation.Detection;

public sealed class DetectionScoreTests
{
    private static readonly Cohort Train = ToyPatients.Draw(700, 1);
    private static readonly Cohort Holdout = ToyPatients.Draw(300, 2);

    [Fact]
    public void Patients_of_the_same_source_cannot_be_told_apart()
    {
        Score score = DetectionScore.Of(Train, Holdout, ToyPatients.Draw(1000, 3), seed: 1, threads: 2).Larger;
        Assert.InRange(score.Value!.Value, .5, .58);
        Assert.Equal(.5, score.Low!.Value);
    }

    [Fact]
    public void Independent_columns_are_detected()
    {
        DetectionScore score = DetectionScore.Of(Train, Holdout, IndependentColumns.Draw(Train, 1000, 3), seed: 1, threads: 2);
        Assert.InRange(score.Larger.Value!.Value, .7, 1);
        Assert.Equal(Math.Max(score.Forest.Value!.Value, score.Boosting.Value!.Value), score.Larger.Value);
        Assert.InRange(score.Larger.Low!.Value, .5, score.Larger.Value.Value);
        Assert.Contains(score.Larger.Note, new[] { "random forest", "gradient boosting" });
    }

    [Fact]
    public void Two_or_three_patients_give_a_reason_instead_of_a_score()
    {
        Score score = DetectionScore.Of(Train, Holdout, ToyPatients.Draw(3, 4), seed: 1, threads: 1).Larger;
        Assert.Null(score.Value);
        Assert.StartsWith("too few rows", score.Reason);
    }
}
