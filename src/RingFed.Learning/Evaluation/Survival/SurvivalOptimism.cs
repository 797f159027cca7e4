namespace RingFed.Learning.Evaluation.Survival;

/// <summary>
/// Does a candidate cohort live longer than the real one? ∫(S_candidate - S_real) dt over 0..horizon, divided by the
/// horizon, in -1..1; above 0 it is optimistic (Norcliffe et al. 2023, SurvivalGAN, arXiv 2302.12749, section 4). The
/// horizon is the last time that both curves reach by data, so that neither is carried on.
/// </summary>
internal static class SurvivalOptimism
{
    private const int RowsMin = 10;

    /// <returns>None, with the reason, where a curve cannot be had.</returns>
    public static Score Of(SurvivalSample real, SurvivalSample candidate)
    {
        if (Math.Min(real.Count, candidate.Count) < RowsMin)
        {
            return Score.None($"fewer than {RowsMin} patients with a known endpoint");
        }

        double horizon = Math.Min(real.Times.Max(), candidate.Times.Max());
        return horizon > 0
            ? new Score((MeanSurvival(KaplanMeier.Of(candidate), horizon) - MeanSurvival(KaplanMeier.Of(real), horizon)) / horizon)
            : Score.None("all times are zero");
    }

    /// <summary>∫S dt over 0..horizon.</summary>
    private static double MeanSurvival(KaplanMeier curve, double horizon)
    {
        double area = 0;
        double from = 0;
        foreach (double time in curve.Steps.Where(time => time < horizon).Append(horizon))
        {
            area += curve.At(from) * (time - from);
            from = time;
        }

        return area;
    }
}
