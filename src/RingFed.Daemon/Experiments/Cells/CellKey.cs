using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RingFed.Daemon.Experiments.Cells;

/// <summary>
/// Names a cell by all that its result follows from: the build, patients, split, work, model, strategy and judging. What a file only
/// calls things (labels) is not in it, so that a changed label, or another repeat, finds its
/// results and a changed option does not.
/// </summary>
internal static class CellKey
{
    /// <summary>To be raised when the same cell would come out differently.</summary>
    private const int Revision = 4;

    private const int HexDigits = 32;

    /// <param name="build">Of the code; null for this one.</param>
    public static string Of(ExperimentPlan plan, CellPlan cell, string cohort, string? build = null)
    {
        StrategyPlan strategy = cell.Strategy;
        IEnumerable<string> parts =
        [
            Text("revision", Revision, build ?? BuildIdentity.Text),
            Text("cohort", cohort),
            Text("split", plan.Split.Given, plan.Split.Holdout, plan.Split.Folds, plan.Split.Seed, cell.Split),
            Text("training", plan.Training),
            Text("judging", plan.Judging.Silos, plan.Judging.Threads, plan.Judging.Groups is null ? "all" : string.Join(',', plan.Judging.Groups), plan.Judging.SiloGroups is null ? "headlines" : string.Join(',', plan.Judging.SiloGroups), string.Join(',', plan.Judging.ByRound)),
            Text("model", Of(cell.Model)),
            Text("strategy", strategy.Kind, strategy.Rule, strategy.Proximal, strategy.Guard, strategy.Filtered, strategy.Generator is null ? "own" : Of(strategy.Generator)),
            Text("seed", cell.Seed),
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..HexDigits];
    }

    private static string Of(ModelPlan model) =>
        $"{model.Name} {string.Join(',', model.Options.OrderBy(option => option.Key, StringComparer.Ordinal).Select(option => $"{option.Key}={option.Value}"))}";

    private static string Text(params object[] values) =>
        string.Join(' ', values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)));
}
