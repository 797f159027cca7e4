using RingFed.Learning.Encoding.Tokens;

namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>
/// How a unit's token comes about, step by step: missing or not, then the group, then the token within it. Each step has parents
/// of its own, so that a rough dependence costs few numbers and finer ones are learnt where they pay. Tokens without support
/// are in no part; steps without a choice are left out.
/// </summary>
/// <param name="Next">Per value of <paramref name="Node"/> the step that follows; null where the value is one token.</param>
/// <param name="Tokens">Per value its first token; the only one where no step follows.</param>
internal sealed record UnitChoice(NetworkNode Node, UnitChoice?[] Next, int[] Tokens)
{
    /// <summary>This step and all that may follow, each before those after it.</summary>
    public IEnumerable<UnitChoice> Steps => Next.OfType<UnitChoice>().SelectMany(next => next.Steps).Prepend(this);

    public static UnitChoice Of(int unit, TokenUnit tokens)
    {
        int[][] groups = Groups(tokens);
        ILookup<bool, int[]> byMissing = groups.ToLookup(group => group[0] == tokens.MissingToken);
        int[][] presence = [.. byMissing[true], [.. byMissing[false].SelectMany(group => group)]];
        int[] all = [.. groups.SelectMany(group => group)];
        return Of(unit, tokens.Count, all, [presence, groups]) ?? new UnitChoice(NetworkNode.Of(unit, tokens.Count, [all]), [null], all);
    }

    /// <summary>Groups of tokens with support, the missing token alone.</summary>
    public static int[][] Groups(TokenUnit tokens)
    {
        IReadOnlyList<int> starts = tokens.GroupStarts;
        IEnumerable<int[]> groups = starts.Select((start, group) => Enumerable
            .Range(start, (group + 1 < starts.Count ? starts[group + 1] : tokens.Count) - start)
            .Where(token => tokens.Shares[token] > 0).ToArray());
        return [.. groups.Where(group => group.Length > 0)];
    }

    /// <param name="partitions">Each finer than the one before; single tokens follow.</param>
    /// <returns>Null where nothing is left to choose.</returns>
    private static UnitChoice? Of(int unit, int count, int[] tokens, ReadOnlySpan<int[][]> partitions)
    {
        if (tokens.Length == 1)
        {
            return null;
        }

        int[][] parts = [.. (partitions.IsEmpty ? tokens.Select(token => new[] { token }) : partitions[0].Where(part => part.Any(tokens.Contains)))];
        ReadOnlySpan<int[][]> finer = partitions.IsEmpty ? [] : partitions[1..];
        if (parts.Length == 1)
        {
            return Of(unit, count, tokens, finer);
        }

        UnitChoice?[] next = new UnitChoice?[parts.Length];
        for (int value = 0; value < parts.Length; value++)
        {
            next[value] = Of(unit, count, parts[value], finer);
        }

        return new UnitChoice(NetworkNode.Of(unit, count, parts), next, [.. parts.Select(part => part[0])]);
    }
}
