using RingFed.Federation.Aggregation.Rules;

namespace RingFed.Federation.Aggregation;

/// <summary>A rule's name taken apart: at most one pre-aggregator, and a rule over the rows it leaves.</summary>
/// <param name="Prefix">Empty without a pre-aggregator.</param>
internal sealed record RuleName(string Prefix, RowRuleEntry Entry)
{
    internal static IReadOnlyList<string> Prefixes { get; } = [NearestNeighbourMixing.Prefix, Bucketing.Prefix];

    internal bool IsPrefixed => Prefix.Length > 0;

    /// <summary>Null when there is no such rule, or it takes no pre-aggregator.</summary>
    internal static RuleName? Parse(string name)
    {
        string prefix = Prefixes.FirstOrDefault(known => name.StartsWith(known, StringComparison.Ordinal)) ?? "";
        RowRuleEntry? entry = RowRuleEntry.All.Append(RowRuleEntry.Sequential).FirstOrDefault(one => one.Name == name[prefix.Length..]);
        return entry is null || (prefix.Length > 0 && !entry.TakesPrefix) ? null : new RuleName(prefix, entry);
    }

    /// <summary>Rows that the rule itself sees.</summary>
    internal int Rows(int silos) => Prefix == Bucketing.Prefix ? Bucketing.Buckets(silos) : silos;

    /// <summary>Fewest updates for f faulty ones among them.</summary>
    internal int SilosMin(int f)
    {
        // What averages several silos needs an honest majority of rows, whatever the rule behind it asks.
        int rows = IsPrefixed ? Math.Max((2 * f) + 1, Entry.RowsMin(f)) : Entry.RowsMin(f);
        return Prefix == Bucketing.Prefix ? Bucketing.SilosFor(rows) : rows;
    }

    internal bool IsTooCostly(int silos, int f) => Entry.IsTooCostly?.Invoke(Rows(silos), f) ?? false;

    /// <summary>The largest f that so many updates allow, at most <paramref name="below"/>; null when not even 0 is.</summary>
    internal int? FaultyMax(int silos, int below)
    {
        for (int f = below; f >= 0; f--)
        {
            if (SilosMin(f) <= silos && !IsTooCostly(silos, f))
            {
                return f;
            }
        }

        return null;
    }

    internal IPreAggregator? MakeBefore(int silos, int f, ulong seed) => Prefix switch
    {
        NearestNeighbourMixing.Prefix => new NearestNeighbourMixing(silos, f),
        Bucketing.Prefix => new Bucketing(silos, seed),
        _ => null,
    };
}
