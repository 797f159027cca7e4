using System.Text;

namespace RingFed.Daemon.Experiments.Results;

/// <summary>Targets as lines: who is best at what, how many targets each arm meets, and all of them for each model's best arm.</summary>
internal static class VerdictText
{
    private const string Legend =
        "Held against the project's targets, arms that a ring could run. By: distance to the limit. Undecided: the interval holds values on both sides of the limit, or there is none. Not judged: what copies patients meets nothing, "
        + "and to be better than it is nothing. All arms' lines are in results.json and results.csv; below are those of the arm of each model that leaves fewest missed or not judged.";

    public static void Add(StringBuilder text, ExperimentTable table)
    {
        if (table.Best.Count > 0)
        {
            text.AppendLine().AppendLine("## best at each metric").AppendLine().AppendLine("Of all arms but pooled ones and those marked COPYING; not that it leads by more than chance.").AppendLine();
            TableText.Write(text, [["metric", "model", "strategy", "score", "ceiling"], .. table.Best.Select(best => (string[])
                [best.Title.Trim(), best.Model, best.Strategy, TableText.Score(best.Score, best.Score.Count), TableText.Number(best.Ceiling)])]);
        }

        if (table.Verdicts.Count > 0)
        {
            text.AppendLine().AppendLine("## targets").AppendLine().AppendLine(Legend).AppendLine();
            AddArms(text, table.Verdicts);
        }
    }

    private static void AddArms(StringBuilder text, IReadOnlyList<TargetVerdict> verdicts)
    {
        IGrouping<(string Model, string Strategy), TargetVerdict>[] arms = [.. verdicts.GroupBy(verdict => (verdict.Model, verdict.Strategy))];
        TableText.Write(text, [["model", "strategy", "met", "missed", "undecided among them", "not judged"], .. arms.Select(arm => (string[])
            [arm.Key.Model, arm.Key.Strategy, $"{arm.Count(one => one.IsMet)}", $"{arm.Count(one => one.IsMissed)}", $"{arm.Count(one => one.NotJudged is null && !one.IsDecided)}", $"{arm.Count(one => one.NotJudged is not null)}"])]);
        foreach (var arm in arms.GroupBy(arm => arm.Key.Model).Select(model => model.OrderBy(one => one.Count(verdict => !verdict.IsMet)).ThenByDescending(one => one.Count(verdict => verdict.IsMet)).First()))
        {
            text.AppendLine().AppendLine($"### {arm.Key.Model}, {arm.Key.Strategy}").AppendLine();
            foreach (TargetVerdict verdict in arm)
            {
                text.AppendLine($"- {Line(verdict)}");
            }
        }
    }

    /// <summary>Such as: detection at most 0.70: met by 0.092 (joint, detection 0.608 [0.594, 0.622]).</summary>
    internal static string Line(TargetVerdict verdict)
    {
        string outcome = verdict.NotJudged is { } why ? $"not judged: {why}" : verdict.IsMet ? "met" : "MISSED";
        string by = verdict.By is { } distance ? $" by {TableText.Number(Math.Abs(distance))}" : "";
        string value = verdict.Value is { } spread ? $" {TableText.Score(spread, spread.Count)}" : "";
        return $"{verdict.Target}: {outcome}{by}{(verdict.IsDecided || verdict.NotJudged is not null ? "" : ", undecided")} ({verdict.Scope}, {verdict.Metric}{value})";
    }
}
