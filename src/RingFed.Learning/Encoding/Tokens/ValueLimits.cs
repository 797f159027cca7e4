using RingFed.Learning.Data;

namespace RingFed.Learning.Encoding.Tokens;

/// <summary>Which values each column of a schema may take: an inclusive range a column. A limited column may not be missing.</summary>
public sealed class ValueLimits
{
    private readonly double[] _low;
    private readonly double[] _high;

    /// <summary>No limits.</summary>
    public ValueLimits(CohortSchema schema)
    {
        _low = [.. schema.Columns.Select(_ => double.NegativeInfinity)];
        _high = [.. schema.Columns.Select(_ => double.PositiveInfinity)];
    }

    public bool IsLimited(int column) => Low(column) > double.NegativeInfinity || High(column) < double.PositiveInfinity;

    public double Low(int column) => _low[column];

    public double High(int column) => _high[column];

    /// <summary>Both this limit and those set before hold; for a category, low and high are its index.</summary>
    public void Narrow(int column, double low, double high) =>
        (_low[column], _high[column]) = (Math.Max(_low[column], low), Math.Min(_high[column], high));
}
