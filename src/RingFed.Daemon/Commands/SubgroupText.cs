using System.Globalization;
using RingFed.Learning.Data;
using RingFed.Learning.Evaluation.Subgroups;

namespace RingFed.Daemon.Commands;

/// <summary>
/// Subgroups as people type them: <c>sex</c> for one a category, <c>age=50,60,70</c> for bands of numbers between these edges,
/// <c>site</c> for one a site, where the schema has no column of that name.
/// </summary>
internal static class SubgroupText
{
    private const string Site = "site";

    /// <param name="sites">Of each site its own patients; none where they are not told apart.</param>
    /// <exception cref="CommandFailure">With one sentence for every text that cannot be understood.</exception>
    public static IReadOnlyList<Subgroup> Parse(
        IReadOnlyList<string> texts, Cohort train, Cohort holdout, Cohort synthetic, IReadOnlyList<(string Site, Cohort Train, Cohort Holdout)> sites)
    {
        List<Subgroup> subgroups = [];
        List<string> faults = [];
        foreach (string text in texts)
        {
            try
            {
                subgroups.AddRange(ParseOne(text, train, holdout, synthetic, sites));
            }
            catch (ArgumentException fault)
            {
                faults.Add($"--by {text}: {fault.Message.Split(" (Parameter")[0]}");
            }
        }

        return faults.Count == 0 ? subgroups : throw new CommandFailure(ExitCodes.BadInput, faults);
    }

    private static IReadOnlyList<Subgroup> ParseOne(
        string text, Cohort train, Cohort holdout, Cohort synthetic, IReadOnlyList<(string Site, Cohort Train, Cohort Holdout)> sites)
    {
        string[] parts = text.Split('=', 2);
        int column = train.Schema.IndexOf(parts[0].Trim());
        if (column < 0 && text == Site)
        {
            return sites.Count > 0 ? Subgroup.BySite(sites, synthetic) : throw new ArgumentException("give several --train files, and as many --holdout files in the same order");
        }

        return column < 0 ? throw new ArgumentException($"the schema has no column '{parts[0].Trim()}'")
            : parts.Length == 1 ? Subgroup.ByCategory(train, holdout, synthetic, column)
            : Subgroup.ByBand(train, holdout, synthetic, column, [.. parts[1].Split(',').Select(Edge)]);
    }

    private static double Edge(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double edge) && double.IsFinite(edge)
            ? edge
            : throw new ArgumentException($"'{text}' is no number; write edges as COLUMN=50,60,70");
}
