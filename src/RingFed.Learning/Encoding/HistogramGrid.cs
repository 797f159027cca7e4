using RingFed.Learning.Data;

namespace RingFed.Learning.Encoding;

/// <summary>
/// The bins that all silos count a numeric column in: a function of the schema alone. Columns that can take at most
/// <see cref="BinsMax"/> values (untransformed, by range and decimals) get one bin a value; all others
/// <see cref="BinsMax"/> bins of equal width on the transformed scale.
/// </summary>
internal sealed class HistogramGrid
{
    /// <summary>Bins counted before anything is known of the total.</summary>
    public const int BinsMax = 512;

    /// <summary>Equal-width bins are added up to these where the ring holds fewer than <see cref="FewRecords"/>.</summary>
    public const int BinsForFewRecords = 64;

    public const long FewRecords = 2_000;

    private readonly ColumnSchema _column;

    private HistogramGrid(ColumnSchema column, double[] edges, bool oneBinPerValue)
    {
        _column = column;
        Edges = edges;
        IsOneBinPerValue = oneBinPerValue;
    }

    public int Bins => Edges.Length - 1;

    /// <summary>Ascending, on the transformed scale, one more than <see cref="Bins"/>.</summary>
    public double[] Edges { get; }

    public bool IsOneBinPerValue { get; }

    public static HistogramGrid Of(ColumnSchema column)
    {
        double unitsPerOne = PowerOfTen(column.Decimals);
        double first = Math.Round(column.Minimum * unitsPerOne);
        double values = Math.Round(column.Maximum * unitsPerOne) - first + 1;
        if (column.Transform == ColumnTransform.Identity && values <= BinsMax)
        {
            return new(column, [.. Enumerable.Range(0, (int)values + 1).Select(i => (first + i - 0.5) / unitsPerOne)], true);
        }

        double low = ColumnScale.Forward(column.Transform, column.Minimum);
        double high = ColumnScale.Forward(column.Transform, column.Maximum);
        return new(column, [.. Enumerable.Range(0, BinsMax + 1).Select(i => low + ((high - low) * i / BinsMax))], false);
    }

    /// <summary>Bin of a value in the column's own unit; -1 below the declared range, <see cref="Bins"/> above it.</summary>
    public int BinOf(double value)
    {
        if (value < _column.Minimum || value > _column.Maximum)
        {
            return value < _column.Minimum ? -1 : Bins;
        }

        double scaled = ColumnScale.Forward(_column.Transform, value);
        double share = (scaled - Edges[0]) / (Edges[^1] - Edges[0]);
        return Math.Clamp((int)(share * Bins), 0, Bins - 1);
    }

    private static double PowerOfTen(int exponent)
    {
        double power = 1;
        for (int i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }
}
