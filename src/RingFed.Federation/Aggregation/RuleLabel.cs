using RingFed.Federation.Aggregation.Rules;

namespace RingFed.Federation.Aggregation;

/// <summary>
/// Says in one line which rule merges, with which f, and what that withstands. Printed wherever a rule is, so that
/// nobody takes a merge of three silos for a robust one.
/// </summary>
internal static class RuleLabel
{
    internal const string NotByzantineRobust = "fault-tolerant, not Byzantine-robust";

    internal static string For(string name, IRowRule rows, bool prefixed, int silos, int f)
    {
        if (!prefixed && !rows.UsesFaulty)
        {
            return $"{name} (n = {silos}): {rows.Withstands}";
        }

        return $"{name} (n = {silos}, f = {f}): {Robustness(rows, prefixed, silos, f)}";
    }

    /// <summary>Whether up to f lying silos cannot lead the result astray: f above 0, a rule that resists, and 3f + 1 updates.</summary>
    internal static bool IsRobust(IRowRule rows, bool prefixed, int silos, int f) =>
        f > 0 && (prefixed || rows.UsesFaulty) && rows.ResistsFaulty && silos >= (3 * f) + 1;

    private static string Robustness(IRowRule rows, bool prefixed, int silos, int f)
    {
        if (f == 0)
        {
            return "not Byzantine-robust, f = 0 trusts every silo";
        }

        if (!rows.ResistsFaulty)
        {
            // What it says of its rows, it says of averages here.
            return prefixed ? "not Byzantine-robust: the rule behind bounds no more than its rows, which are averages" : rows.Withstands;
        }

        // Agreement needs 3f + 1 origins: below that the faulty ones may have chosen who was left out.
        return silos < (3 * f) + 1
            ? $"not robust, fewer than {(3 * f) + 1} updates for f = {f}"
            : $"robust to any {f} of {silos} silos, assumes the others' updates differ by sampling alone";
    }
}
