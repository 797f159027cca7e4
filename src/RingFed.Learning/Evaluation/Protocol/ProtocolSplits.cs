using RingFed.Learning.Data;

namespace RingFed.Learning.Evaluation.Protocol;

/// <summary>One of the repeated splits of a cohort.</summary>
public sealed record ProtocolSplit(int Index, Cohort Train, Cohort Holdout);

/// <summary>
/// Repeated random splits of one cohort. Split i depends on seed, i and the number of patients alone, so that all arms of
/// an experiment are trained and judged on the same patients, and more splits leave the first ones as they were.
/// </summary>
public static class ProtocolSplits
{
    /// <exception cref="ArgumentException">A part would have no patient.</exception>
    /// <exception cref="ArgumentOutOfRangeException">As for <see cref="ProtocolOptions.Validate"/>.</exception>
    public static IReadOnlyList<ProtocolSplit> Of(Cohort cohort, ProtocolOptions options)
    {
        options.Validate();
        int holdout = (int)Math.Round(options.HoldoutShare * cohort.Count);
        if (holdout == 0 || holdout == cohort.Count)
        {
            throw new ArgumentException($"{cohort.Count} patients cannot be split with {options.HoldoutShare} held out: one side would be empty.", nameof(cohort));
        }

        return [.. Enumerable.Range(0, options.Splits).Select(split => Cut(cohort, holdout, options.Seed, split))];
    }

    private static ProtocolSplit Cut(Cohort cohort, int holdout, long seed, int split)
    {
        (Cohort held, Cohort train) = cohort.Cut(holdout, ProtocolStreams.Split(seed, split));
        return new ProtocolSplit(split, train, held);
    }
}
