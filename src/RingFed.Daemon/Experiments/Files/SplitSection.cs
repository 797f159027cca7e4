using RingFed.Federation.Topology;

namespace RingFed.Daemon.Experiments.Files;

/// <summary>Reads <c>split</c>.</summary>
internal static class SplitSection
{
    private const int RepeatsMax = 1000;

    public static SplitPlan Read(SectionReader section, CohortPlan cohort)
    {
        string by = section.Choice("by", ["share", "folds", "given"], "share");
        if (by == "given" && cohort is { Holdout.Count: 0, Folder: null, Public: null })
        {
            section.Fault("by", "takes the cohort's own hold-out, and it has none", "write cohort.holdout, or `by: share`");
        }

        foreach (string field in OutOfPlace(by).Where(section.Has))
        {
            section.Fault(field, $"is not used by: {by}", "remove it");
        }

        double holdout = section.Number("holdout", .01, .99, .3);
        int folds = (int)section.Integer("folds", 2, 100, 5);
        return new SplitPlan(
            by == "given",
            holdout,
            by == "folds" ? folds : 0,
            (int)section.Integer("repeats", 1, RepeatsMax, by == "share" ? 5 : 1),
            section.Integer("seed", 0, long.MaxValue, 1));
    }

    private static string[] OutOfPlace(string by) => by switch
    {
        "given" => ["holdout", "folds", "repeats", "seed"],
        "folds" => ["holdout"],
        _ => ["folds"],
    };
}
