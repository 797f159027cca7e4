using System.Globalization;
using RingFed.Simulation.Poisoning;

namespace RingFed.Daemon.Commands.Bench;

/// <summary>The report of <c>bench attacks</c> as tables: one a size of the ring, a row a rule, a column an attack.</summary>
internal static class AttacksText
{
    private const string None = "-";

    public static IEnumerable<string> Lines(AttacksReport report)
    {
        yield return report.ErrorOverHonestSpreadIs;
        yield return $"{report.HonestUpdatesAre} Means of {report.Draws} draws; '-' where the round merges nothing; the largest of a row is worst.";
        foreach (IGrouping<int, AttackedRule> size in report.Rules.GroupBy(rule => rule.Silos))
        {
            yield return "";
            yield return $"{size.Key} silos, {size.First().Attackers} of them attackers";
            foreach (string line in Table([["rule", "clean", "worst", .. report.Attacks], .. size.Select(Row)]))
            {
                yield return line;
            }
        }

        foreach (LeftOutRule rule in report.LeftOut)
        {
            yield return $"left out at {rule.Silos} silos: {rule.Rule}: {rule.Reason}";
        }

        foreach (string line in report.Generator is { } generator ? Generator(generator) : [])
        {
            yield return line;
        }
    }

    private static string[] Row(AttackedRule rule) =>
    [
        rule.Rule,
        Number(rule.CleanErrorOverHonestSpread),
        Number(rule.WorstErrorOverHonestSpread),
        .. rule.Attacks.Select(attack => Number(attack.ErrorOverHonestSpread)),
    ];

    private static IEnumerable<string> Generator(GeneratorBenchReport report)
    {
        yield return "";
        yield return $"CTGAN ({report.Parameters} parameters) on {report.Patients} simulated patients, {report.Silos} silos, {report.Rounds} rounds of {report.StepsARound} steps; "
            + $"attacked: {report.Attackers} of the silos send {report.Attack}";
        string[][] rows =
        [
            ["rule", "shape", "attacked", "trend", "attacked", "phi slope", "attacked", ""],
            Row("independent columns (floor)", report.Floor, null, ""),
            Row("real hold-out (ceiling)", report.Ceiling, null, ""),
            Row("untrained", report.Untrained, null, ""),
            .. report.Rules.Select(rule => Row(rule.Rule, rule.Clean, rule.Attacked, rule.Note ?? "")),
        ];
        foreach (string line in Table(rows))
        {
            yield return line;
        }

        foreach (GeneratorRuleLeftOut rule in report.LeftOut)
        {
            yield return $"left out: {rule.Rule}: {rule.Reason}";
        }
    }

    private static string[] Row(string name, Fidelity? clean, Fidelity? attacked, string note) =>
    [
        name,
        Number(clean?.Shape), Number(attacked?.Shape),
        Number(clean?.Trend), Number(attacked?.Trend),
        Number(clean?.PhiSlope), Number(attacked?.PhiSlope),
        note,
    ];

    private static string Number(double? value) => value?.ToString("0.00", CultureInfo.InvariantCulture) ?? None;

    private static IEnumerable<string> Table(string[][] rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        return rows.Select(row => string.Join("  ", row.Select((cell, column) =>
            column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd());
    }
}
