using RingFed.Learning.Data;
using RingFed.Learning.Evaluation;
using RingFed.Learning.Evaluation.Detection;

namespace RingFed.Learning.Tests.Evaluation.Detection;

public sealed class DcrShareTests
{
    private static readonly Cohort Train = ToyPatients.Draw(300, 1);
    private static readonly Cohort Holdout = ToyPatients.Draw(300, 2);

    [Fact]
    public void Copied_training_patients_are_all_closer_to_training_and_marked()
    {
        Score copied = DcrShare.Of(Train, Holdout, Train, seed: 1, threads: 2);
        Score independent = DcrShare.Of(Train, Holdout, IndependentColumns.Draw(Train, 300, 1), seed: 1, threads: 2);
        Assert.InRange(copied.Value!.Value, .99, 1);
        Assert.InRange(independent.Value!.Value, .4, .6);
        Assert.True(DcrShare.IsCopying(copied, independent));
        Assert.False(DcrShare.IsCopying(independent, independent));
    }

    [Fact]
    public void Fresh_patients_are_as_close_to_either()
    {
        Assert.InRange(DcrShare.Of(Train, Holdout, ToyPatients.Draw(300, 3), seed: 1, threads: 2).Value!.Value, .42, .58);
    }

    [Fact]
    public void Equal_distances_count_a_half()
    {
        Cohort same = CohortOf.Nothing.Flags("g", [.. new double[12]]).Build();
        Assert.Equal(.5, DcrShare.Of(same, same, same, seed: 1, threads: 1).Value);
    }

    [Fact]
    public void A_handful_of_patients_gives_a_reason_and_an_unknown_mark()
    {
        Score few = DcrShare.Of(Train, Holdout, Train.Take([0, 1]), seed: 1, threads: 1);
        Assert.Null(few.Value);
        Assert.NotNull(few.Reason);
        Assert.Null(DcrShare.IsCopying(few, few));
    }

    [Fact]
    public void Distances_are_Gowers()
    {
        // The 1st to 99th percentile of x spans 0..4. Rows: (x, flag).
        Cohort cohort = CohortOf.Nothing
            .Numbers("x", 0, 4, 1, double.NaN).Flags("g", 0, 1, 0, double.NaN).Build();
        float[][] points = new RecordSpace(cohort).Points(cohort);
        Assert.Equal(2, RecordSpace.Distance(points[0], points[1]), 1e-6);
        Assert.Equal(.25, RecordSpace.Distance(points[0], points[2]), 1e-6);
        Assert.Equal(2, RecordSpace.Distance(points[0], points[3]), 1e-6);
        Assert.Equal(0, RecordSpace.Distance(points[3], points[3]), 1e-6);
    }
}
