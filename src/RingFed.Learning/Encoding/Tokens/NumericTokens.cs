using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Encoding.Tokens;

/// <summary>
/// A numeric column in quantile bins of the ring's histogram (<see cref="QuantileCuts"/>). Within a token values follow
/// the histogram, which is finer; below its bins they are uniform, rounded to the schema's decimals.
/// </summary>
public sealed class NumericTokens : TokenUnit
{
    private readonly ColumnSchema _column;
    private readonly double[] _innerEdges;
    private readonly ValueCell[][] _cells;
    private readonly double[][] _weights;

    private NumericTokens(ColumnSchema column, ContinuousEncoding encoding, int[] starts, long[] masses, int groups)
        : base(encoding, [encoding.Column], masses, column.MissingAllowed)
    {
        _column = column;
        _innerEdges = [.. starts.Skip(1).Select(start => encoding.BinEdges[start])];
        _cells = [.. starts.Select((start, token) => CellsOf(column, encoding, start, End(starts, token, encoding)))];
        _weights = [.. _cells.Select(cells => (double[])[.. cells.Select(Weight)])];
        int[] groupStarts = QuantileCuts.Of(masses, groups);
        GroupStarts = MissingToken < 0 ? groupStarts : [.. groupStarts, MissingToken];
    }

    public override bool IsOrdered => true;

    public override IReadOnlyList<int> GroupStarts { get; }

    /// <param name="bins">Quantile bins wanted.</param>
    /// <param name="groups">Coarse groups of tokens wanted.</param>
    public static NumericTokens Of(CohortSchema schema, ContinuousEncoding encoding, int bins, int groups)
    {
        int[] starts = QuantileCuts.Of(encoding.BinCounts, bins);
        long[] masses = [.. starts.Select((start, token) => encoding.BinCounts.AsSpan(start..End(starts, token, encoding)).ToArray().Sum())];
        return new NumericTokens(schema.Columns[encoding.Column], encoding, starts, masses, groups);
    }

    public override void Encode(Cohort cohort, Span<int> tokens)
    {
        ReadOnlySpan<double> values = cohort.Column(Columns[0]);
        for (int row = 0; row < values.Length; row++)
        {
            tokens[row] = double.IsNaN(values[row]) ? Missing(row) : TokenOf(values[row]);
        }
    }

    public override double ShareWithin(int token, ValueLimits limits)
    {
        if (!IsLimited(limits))
        {
            return 1;
        }

        return token == MissingToken ? 0 : Weights(token, limits).Sum() / _weights[token].Sum();
    }

    public override void Draw(int token, ValueLimits limits, SeededRandom random, double[][] columns, int row)
    {
        if (token == MissingToken)
        {
            SetMissing(Columns, columns, row);
            return;
        }

        ValueCell[] cells = _cells[token];
        int cell = cells.Length == 1 ? 0 : random.Categorical(IsLimited(limits) ? Weights(token, limits) : _weights[token]);
        columns[Columns[0]][row] = cells[cell].Draw(limits.Low(Columns[0]), limits.High(Columns[0]), random);
    }

    private int TokenOf(double value)
    {
        double scaled = ColumnScale.Forward(_column.Transform, Math.Clamp(value, _column.Minimum, _column.Maximum));
        int found = Array.BinarySearch(_innerEdges, scaled);
        return found >= 0 ? found + 1 : ~found;
    }

    private double[] Weights(int token, ValueLimits limits)
    {
        (double low, double high) = (limits.Low(Columns[0]), limits.High(Columns[0]));
        return [.. _cells[token].Select(cell => Weight(cell) * cell.ShareWithin(low, high))];
    }

    /// <summary>The only bin of an empty histogram has no count and is drawn from all the same.</summary>
    private static double Weight(ValueCell cell) => Math.Max(cell.Count, 1);

    private static int End(int[] starts, int token, ContinuousEncoding encoding) =>
        token + 1 < starts.Length ? starts[token + 1] : encoding.BinCounts.Length;

    private static ValueCell[] CellsOf(ColumnSchema column, ContinuousEncoding encoding, int start, int end)
    {
        ValueCell[] cells = [.. Enumerable.Range(start, end - start)
            .Where(bin => encoding.BinCounts[bin] > 0)
            .Select(bin => new ValueCell(column, encoding.BinEdges[bin], encoding.BinEdges[bin + 1], encoding.BinCounts[bin]))];
        return cells.Length > 0 ? cells : [new ValueCell(column, encoding.BinEdges[start], encoding.BinEdges[end], 0)];
    }
}
