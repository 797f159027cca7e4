using RingFed.Learning.Data;

namespace RingFed.Learning.Evaluation.Uses;

/// <summary>The values of one column that were not hidden, and what a guess about a hidden one is worth beside them.</summary>
internal sealed class KnownValues
{
    private readonly double[] _known;
    private readonly double _scale;

    private KnownValues(double[] known, bool isDiscrete)
    {
        (_known, IsDiscrete) = (known, isDiscrete);
        Plain = isDiscrete
            ? known.CountBy(value => value).OrderByDescending(count => count.Value).ThenBy(count => count.Key).First().Key
            : Quantiles.Of(known, .5);

        // A column that half of the rows share one value of has no such range; its errors count as they are.
        _scale = isDiscrete ? 1 : Quantiles.Of(known, .75) - Quantiles.Of(known, .25) is > 0 and var spread ? spread : 1;
    }

    public bool IsDiscrete { get; }

    /// <summary>The most frequent category, the smallest of several; of numbers the median.</summary>
    public double Plain { get; }

    /// <returns>Null where nothing is known of the column.</returns>
    public static KnownValues? Of(Cohort masked, int column)
    {
        double[] known = [.. masked.Column(column).ToArray().Where(value => !double.IsNaN(value)).Order()];
        return known.Length == 0 ? null : new KnownValues(known, masked.Schema.Columns[column].IsDiscrete);
    }

    /// <summary>1 for the right category and 0 for another; of numbers |guess - hidden| over the interquartile range of the known.</summary>
    /// <param name="guess">NaN for none: a miss, and of numbers the median.</param>
    public double Worth(double guess, double hidden) => IsDiscrete
        ? guess == hidden ? 1 : 0
        : Math.Abs((double.IsNaN(guess) ? Plain : guess) - hidden) / _scale;

    /// <summary>What a draw from the known values is worth on average.</summary>
    public double WorthOfAny(double hidden) => _known.Average(value => Worth(value, hidden));

    /// <summary>The guess that several draws come to: their most frequent category, the smallest of several; of numbers the median. NaN without draws.</summary>
    public double Together(IEnumerable<double> draws) =>
        draws.Where(value => !double.IsNaN(value)).Order().ToArray() is { Length: > 0 } drawn ? new KnownValues(drawn, IsDiscrete).Plain : double.NaN;
}
