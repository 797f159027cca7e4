using RingFed.Learning.Data;
using RingFed.Learning.Evaluation.Detection;

namespace RingFed.Learning.Evaluation.Privacy;

/// <summary>
/// Distance to the closest training record (DCR), and its ratio to the second closest (NNDR), at the 5th percentile and
/// the median. No band is safe in itself: hold-out patients beside them tell how close people are anyway.
/// </summary>
/// <param name="NndrMedian">In 0..1; 1 where both neighbours are equally far, also at distance 0.</param>
internal sealed record RecordCloseness(double DcrLow, double DcrMedian, double NndrLow, double NndrMedian)
{
    private const double Low = .05;
    private const int PointsMin = 10;

    /// <returns>Null where there are fewer than ten rows on a side.</returns>
    public static RecordCloseness? Of((Cohort Train, Cohort Holdout, Cohort Drawn) rows, int equal, long seed, int threads)
    {
        RecordSpace space = new(rows.Train);
        return Of(
            space.Points(rows.Drawn.Sample(equal, SeedTree.Child(seed, 0))),
            space.Points(rows.Train.Sample(equal, SeedTree.Child(seed, 1))),
            RecordSpace.Distance,
            threads);
    }

    public static RecordCloseness? Of(float[][] points, float[][] train, Func<float[], float[], float> distance, int threads)
    {
        if (Math.Min(points.Length, train.Length) < PointsMin)
        {
            return null;
        }

        float[][] nearest = NearestRecords.Of(points, train, 2, threads, distance);
        double[] closest = [.. nearest.Select(two => (double)two[0]).Order()];
        double[] ratios = [.. nearest.Select(two => two[1] > 0 ? (double)two[0] / two[1] : 1).Order()];
        return new RecordCloseness(
            Quantiles.Of(closest, Low), Quantiles.Of(closest, .5), Quantiles.Of(ratios, Low), Quantiles.Of(ratios, .5));
    }
}
