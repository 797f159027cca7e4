using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Evaluation.Survival;

namespace RingFed.Learning.Evaluation.Uses;

/// <summary>
/// Synthetic patients as the control arm of a trial: each treated patient gets the nearest synthetic one at baseline, and
/// the hazard ratio of the arms is held against the truth. To be read beside the same with real patients as the pool.
/// </summary>
/// <param name="Coverage">Share of trials whose 95 % interval holds the true ratio; .95 is ideal. It has no interval: trials share patients and are not independent, so that one from their number would be too narrow.</param>
/// <param name="Bias">Mean of ln ratio minus the truth over trials; 0 is ideal.</param>
/// <param name="TrialsWithout">Trials without a finite ratio; they count nowhere.</param>
public sealed record ControlArms(Score Coverage, Score Bias, int TrialsWithout)
{
    private const string NoTrial = "no trial had a finite hazard ratio";

    /// <param name="treated">Real patients whose true hazard ratio is known; each trial draws its arm from them.</param>
    /// <param name="pool">Whom controls are matched from.</param>
    /// <exception cref="ArgumentException">An arm of fewer than ten, no trial, fewer treated patients than two arms, or a pool of fewer than one.</exception>
    public static ControlArms Of(Cohort treated, Cohort pool, EndpointSchema endpoint, ControlArmOptions options)
    {
        if (options.ArmSize < 10 || options.Trials < 1 || treated.Count < 2 * options.ArmSize || pool.Count < options.ArmSize)
        {
            throw new ArgumentException(
                $"Trials need arms of at least 10, treated patients for two arms, lest every trial be the same, and a pool of one; {options.Trials} trials of {options.ArmSize} from {treated.Count} and {pool.Count} were asked for.",
                nameof(options));
        }

        ControlMatcher matcher = new(treated, pool);
        HazardRatio?[] ratios = new HazardRatio?[options.Trials];
        Parallel.For(0, ratios.Length, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, trial =>
        {
            int[] arm = matcher.DrawArm(options.ArmSize, new SeededRandom(options.Seed, trial));
            ratios[trial] = HazardRatio.Of(
                SurvivalSample.Of(treated.Take(arm), endpoint), SurvivalSample.Of(pool.Take(matcher.Match(arm)), endpoint));
        });
        HazardRatio[] finite = [.. ratios.OfType<HazardRatio>()];
        return new ControlArms(
            Score.Mean([.. finite.Select(ratio => ratio.Covers(options.TrueLogRatio) ? 1.0 : 0)], NoTrial),
            Score.Mean([.. finite.Select(ratio => ratio.Log - options.TrueLogRatio)], NoTrial),
            ratios.Length - finite.Length);
    }
}
