using RingFed.Learning.Encoding;
using RingFed.Learning.Encoding.Tokens;

namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>
/// The contingency tables of all pairs of units and the counts of each unit: one sum over the ring. The number of cells is
/// about half the square of all tokens: 72,000 at 380 tokens, 1.1 MiB at 16 bytes a cell.
/// </summary>
internal sealed class PairTables
{
    private readonly TokenLayout _layout;
    private readonly int[] _starts;
    private readonly long[] _cells;

    private PairTables(TokenLayout layout, int[] starts, long[] cells) => (_layout, _starts, _cells) = (layout, starts, cells);

    public static async Task<PairTables> SumAsync(TokenLayout layout, int[][] tokens, IRingSum ring, SumNames names, CancellationToken cancellationToken)
    {
        int[] starts = Starts(layout);
        long[] cells = new long[starts[^1]];
        for (int unit = 0; unit < layout.Units.Count; unit++)
        {
            foreach (int token in tokens[unit])
            {
                cells[starts[Index(unit, unit)] + token]++;
            }

            for (int other = 0; other < unit; other++)
            {
                Count(tokens[unit], tokens[other], layout.Units[other].Count, cells.AsSpan(starts[Index(unit, other)]));
            }
        }

        int touched = starts.Length - 1;
        RingTotal total = await ring.SumAsync(
            StatisticQuery.OfCounts(
                names.Of("pairs"), cells, touched, Math.Sqrt(touched), EncoderFit.RecordsPerSiloMax, NetworkFit.CellsUsedFrom,
                "Contingency tables of all pairs of columns, to choose the structure of a Bayesian network; cells of a single record are used."),
            cancellationToken).ConfigureAwait(false);
        return new PairTables(layout, starts, total.Counts());
    }

    /// <summary>Records per token of a unit.</summary>
    public ReadOnlySpan<long> Counts(int unit) => _cells.AsSpan(_starts[Index(unit, unit)], _layout.Units[unit].Count);

    /// <summary>Records with both tokens.</summary>
    public long this[int unit, int token, int otherUnit, int otherToken] => unit > otherUnit
        ? _cells[_starts[Index(unit, otherUnit)] + (token * _layout.Units[otherUnit].Count) + otherToken]
        : _cells[_starts[Index(otherUnit, unit)] + (otherToken * _layout.Units[unit].Count) + token];

    /// <summary>The node's values against the tokens of another unit, <c>[values x tokens]</c>.</summary>
    public long[] Table(NetworkNode node, int otherUnit)
    {
        int width = _layout.Units[otherUnit].Count;
        long[] table = new long[node.Values * width];
        for (int token = 0; token < node.ValueOf.Length; token++)
        {
            for (int other = 0; node.ValueOf[token] >= 0 && other < width; other++)
            {
                table[(node.ValueOf[token] * width) + other] += this[node.Unit, token, otherUnit, other];
            }
        }

        return table;
    }

    /// <summary>Records per value of a node.</summary>
    public long[] Counts(NetworkNode node)
    {
        long[] counts = new long[node.Values];
        ReadOnlySpan<long> ofTokens = Counts(node.Unit);
        for (int token = 0; token < ofTokens.Length; token++)
        {
            if (node.ValueOf[token] >= 0)
            {
                counts[node.ValueOf[token]] += ofTokens[token];
            }
        }

        return counts;
    }

    private static void Count(int[] first, int[] second, int width, Span<long> table)
    {
        for (int row = 0; row < first.Length; row++)
        {
            table[(first[row] * width) + second[row]]++;
        }
    }

    /// <summary>Row by row below the diagonal; the diagonal holds a unit's own counts.</summary>
    private static int Index(int unit, int other) => (unit * (unit + 1) / 2) + other;

    private static int[] Starts(TokenLayout layout)
    {
        List<int> starts = [0];
        for (int unit = 0; unit < layout.Units.Count; unit++)
        {
            for (int other = 0; other <= unit; other++)
            {
                int cells = unit == other ? layout.Units[unit].Count : checked(layout.Units[unit].Count * layout.Units[other].Count);
                starts.Add(checked(starts[^1] + cells));
            }
        }

        return [.. starts];
    }
}
