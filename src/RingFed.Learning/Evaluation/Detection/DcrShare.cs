using RingFed.Learning.Data;

namespace RingFed.Learning.Evaluation.Detection;

/// <summary>
/// Does the generator copy? The share of drawn rows whose closest real record is a training patient rather than one of
/// an equal number of hold-out patients (distance to closest record), exact ties a half. A generator that knows only
/// the distribution stands at .5; a copier near 1. Distances as in <see cref="RecordSpace"/>; at most 4,000 drawn rows.
/// </summary>
internal static class DcrShare
{
    /// <summary>A generator this far above independent columns is marked COPYING.</summary>
    public const double CopyingAbove = .10;

    private const int RowsMin = 10;
    private const int DrawnRowsMax = 4_000;

    public static Score Of(Cohort train, Cohort holdout, Cohort drawn, long seed, int threads)
    {
        int equal = Math.Min(train.Count, holdout.Count);
        if (equal < RowsMin || drawn.Count < RowsMin)
        {
            return Score.None($"too few rows: {equal} real on each side, {drawn.Count} drawn (at least {RowsMin})");
        }

        RecordSpace space = new(train);
        float[][] near = space.Points(train.Sample(equal, SeedTree.Child(seed, 0)));
        float[][] far = space.Points(holdout.Sample(equal, SeedTree.Child(seed, 1)));
        float[][] points = space.Points(drawn.Sample(DrawnRowsMax, SeedTree.Child(seed, 2)));
        float[][] toTrain = NearestRecords.Of(points, near, 1, threads, RecordSpace.Distance);
        float[][] toHoldout = NearestRecords.Of(points, far, 1, threads, RecordSpace.Distance);
        double[] votes = [.. toTrain.Zip(toHoldout, (a, b) => a[0] < b[0] ? 1 : a[0] == b[0] ? .5 : 0)];
        return new Score(votes.Average());
    }

    /// <summary>Null where either share is unknown.</summary>
    public static bool? IsCopying(Score share, Score independent) =>
        share.Value is { } value && independent.Value is { } floor ? value > floor + CopyingAbove : null;
}
