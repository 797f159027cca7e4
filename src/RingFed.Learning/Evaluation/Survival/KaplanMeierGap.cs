namespace RingFed.Learning.Evaluation.Survival;

/// <summary>
/// How far two survival curves are apart up to a horizon: the largest |ΔS|, and ∫|ΔS| dt divided by the horizon, both
/// in 0..1. The horizon is the 90th percentile of the reference's times, so that neither a lone late patient decides
/// nor the candidate chooses how long it is judged; a curve that ends earlier is carried on level.
/// </summary>
internal static class KaplanMeierGap
{
    private const double HorizonQuantile = .9;

    /// <summary>A curve of fewer patients is none.</summary>
    public const int RowsMin = 10;

    /// <returns>Largest gap and mean gap; both none, with the reason, where a curve cannot be had.</returns>
    public static (Score Largest, Score Integrated) Of(SurvivalSample reference, SurvivalSample other)
    {
        if (Math.Min(reference.Count, other.Count) < RowsMin || !reference.Events.Contains(true))
        {
            Score none = Score.None($"fewer than {RowsMin} patients with a known endpoint, or no event in the real cohort");
            return (none, none);
        }

        double horizon = reference.Times.Order().ElementAt((int)(HorizonQuantile * (reference.Count - 1)));
        return horizon > 0
            ? Measure(KaplanMeier.Of(reference), KaplanMeier.Of(other), horizon)
            : (Score.None("all times are zero"), Score.None("all times are zero"));
    }

    private static (Score Largest, Score Integrated) Measure(KaplanMeier a, KaplanMeier b, double horizon)
    {
        double[] cuts = [0, .. a.Steps.Concat(b.Steps).Where(time => time > 0 && time < horizon).Distinct().Order(), horizon];
        double largest = Math.Abs(a.At(horizon) - b.At(horizon));
        double area = 0;
        for (int i = 0; i + 1 < cuts.Length; i++)
        {
            double gap = Math.Abs(a.At(cuts[i]) - b.At(cuts[i]));
            largest = Math.Max(largest, gap);
            area += gap * (cuts[i + 1] - cuts[i]);
        }

        return (new Score(largest), new Score(area / horizon));
    }
}
