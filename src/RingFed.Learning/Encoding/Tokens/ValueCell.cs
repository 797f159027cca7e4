using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Encoding.Tokens;

/// <summary>
/// One bin of the ring's histogram as the values that can be written: whole multiples of the column's last decimal.
/// Mass is uniform on the transformed scale, between half a step below the first value and half a step above the last,
/// so that rounding takes nothing out of the bin and piles nothing up at its ends.
/// </summary>
internal sealed class ValueCell
{
    private readonly ColumnSchema _column;
    private readonly double _stepsPerOne;
    private readonly double _first;
    private readonly double _last;
    private readonly double _low;
    private readonly double _high;

    public ValueCell(ColumnSchema column, double lowEdge, double highEdge, long count)
    {
        (_column, Count) = (column, count);
        _stepsPerOne = Power(column.Decimals);
        _first = Math.Max(FirstAtLeast(column.Minimum), FirstAtLeast(Loosened(ColumnScale.Inverse(column.Transform, lowEdge))));
        double high = ColumnScale.Inverse(column.Transform, highEdge);
        double last = Loosened(high) >= Loosened(column.Maximum) ? LastAtMost(column.Maximum) : FirstAtLeast(Loosened(high)) - 1;
        _last = Math.Max(_first, last);
        (_low, _high) = (Place(_first - 0.5), Place(_last + 0.5));
    }

    /// <summary>The ring's records in the bin.</summary>
    public long Count { get; }

    /// <summary>Share of the bin's mass from <paramref name="low"/> to <paramref name="high"/>, ends included.</summary>
    public double ShareWithin(double low, double high)
    {
        (double first, double last) = Steps(low, high);
        return last < first ? 0 : (High(last) - Low(first)) / (_high - _low);
    }

    /// <summary>A value of the bin inside the range, of which there is one.</summary>
    public double Draw(double low, double high, SeededRandom random)
    {
        (double first, double last) = Steps(low, high);
        double drawn = ColumnScale.Inverse(_column.Transform, random.Uniform(Low(first), High(last)));
        return Value(Math.Clamp(Math.Round(drawn * _stepsPerOne), first, last));
    }

    private double Low(double first) => first == _first ? _low : Place(first - 0.5);

    private double High(double last) => last == _last ? _high : Place(last + 0.5);

    private (double First, double Last) Steps(double low, double high) => (
        double.IsNegativeInfinity(low) ? _first : Math.Max(_first, FirstAtLeast(low)),
        double.IsPositiveInfinity(high) ? _last : Math.Min(_last, LastAtMost(high)));

    /// <summary>Where a number of steps lies on the transformed scale; what has no logarithm lies where half a step does.</summary>
    private double Place(double steps)
    {
        double value = steps / _stepsPerOne;
        return _column.Transform switch
        {
            ColumnTransform.Log => ColumnScale.Forward(ColumnTransform.Log, Math.Max(value, 0.25 / _stepsPerOne)),
            ColumnTransform.Log1p => ColumnScale.Forward(ColumnTransform.Log1p, Math.Max(value, -0.5)),
            _ => value,
        };
    }

    private double FirstAtLeast(double value)
    {
        double steps = Math.Round(value * _stepsPerOne);
        return Value(steps) < value ? steps + 1 : steps;
    }

    private double LastAtMost(double value)
    {
        double steps = Math.Round(value * _stepsPerOne);
        return Value(steps) > value ? steps - 1 : steps;
    }

    /// <summary>An edge has been through exp and back: what it should have reached it may just miss.</summary>
    private static double Loosened(double edge) => edge - (1e-9 * Math.Max(1, Math.Abs(edge)));

    /// <summary>As a file would hold it: the division is exact to the last bit of the decimal.</summary>
    private double Value(double steps) => Math.Round(steps / _stepsPerOne, _column.Decimals);

    private static double Power(int exponent)
    {
        double power = 1;
        for (int i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }
}
