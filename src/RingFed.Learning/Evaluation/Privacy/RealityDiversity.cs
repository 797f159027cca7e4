using RingFed.Learning.Data;
using RingFed.Learning.Evaluation.Detection;

namespace RingFed.Learning.Evaluation.Privacy;

/// <summary>
/// RG and DG of the source work, as medians (no public formula exists, so this is RingFed's). With equally many
/// synthetic points S, training points R1 and hold-out points R2:
/// RG = median over s of min over r in R1 of d(s, r), over the same of R2 in S's place; 1 is ideal, below 1 is nearer to
/// training patients than other patients are, which copying and shrinkage towards the middle both give, so copying is
/// judged by <see cref="DcrShare"/> and the attacks. DG = median over r in R2 of min over s of d(r, s), over the same to
/// R1; above 1 means that S leaves out what patients are like.
/// </summary>
internal sealed record RealityDiversity(Score Reality, Score Diversity)
{
    private const int PointsMin = 10;

    /// <summary>On decoded values, by Gower's distance (<see cref="RecordSpace"/>), whose ranges are the training rows'.</summary>
    /// <param name="columns">Columns that count.</param>
    /// <param name="equal">Rows of each, at most what each has.</param>
    public static RealityDiversity Of((Cohort Train, Cohort Holdout, Cohort Drawn) rows, int[] columns, int equal, long seed, int threads)
    {
        RecordSpace space = new(rows.Train.Select(columns));
        return Of(Points(rows.Drawn, 0), Points(rows.Train, 1), Points(rows.Holdout, 2), RecordSpace.Distance, threads);

        float[][] Points(Cohort cohort, int part) => space.Points(cohort.Sample(equal, SeedTree.Child(seed, part)).Select(columns));
    }

    /// <summary>On points of any kind, such as a frozen encoder's latent vectors; equal lengths.</summary>
    public static RealityDiversity Of(float[][] drawn, float[][] train, float[][] holdout, Func<float[], float[], float> distance, int threads)
    {
        if (Math.Min(drawn.Length, Math.Min(train.Length, holdout.Length)) < PointsMin)
        {
            Score few = Score.None($"fewer than {PointsMin} rows to compare on a side");
            return new RealityDiversity(few, few);
        }

        double[] own = Closest(holdout, train);
        return new RealityDiversity(Ratio(Closest(drawn, train), own), Ratio(Closest(holdout, drawn), own));

        double[] Closest(float[][] points, float[][] records) =>
            [.. NearestRecords.Of(points, records, 1, threads, distance).Select(nearest => (double)nearest[0])];
    }

    /// <summary>Of medians; of means where half of the hold-out patients equal a training patient, as in a few flags.</summary>
    private static Score Ratio(double[] distances, double[] own) =>
        Quantiles.Median(own) is > 0 and var median ? new Score(Quantiles.Median(distances) / median)
        : own.Average() is > 0 and var mean ? new Score(distances.Average() / mean, Note: "of means")
        : Score.None("every hold-out patient equals a training patient in these columns");
}
