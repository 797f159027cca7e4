using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding;

namespace RingFed.Learning.Models.VaeBgm;

/// <summary>
/// A numeric column on the scale that its Gaussian head models: the normal score of the value's place in the ring's
/// histogram. Over the ring the score is standard normal whatever the column looks like, atoms and tails included, so
/// that the head has associations to learn and no shapes. A value stands for all that rounds to it (and an atom for its
/// bin), so it covers a range of shares; the score is drawn within it, for otherwise the density of a lattice has no bound.
/// </summary>
internal sealed class NumericScale
{
    private readonly ColumnSchema _schema;
    private readonly RingCumulative _ring;
    private readonly double _halfStep;

    public NumericScale(ColumnSchema schema, ContinuousEncoding encoding)
    {
        (_schema, Column) = (schema, encoding.Column);
        _ring = new RingCumulative(encoding.BinEdges, encoding.BinCounts);
        _halfStep = 0.5 * Math.Pow(10, -schema.Decimals);
    }

    /// <summary>Index into the schema.</summary>
    public int Column { get; }

    /// <summary>The score of a value; the middle of its range where <paramref name="random"/> is null.</summary>
    public double Score(double value, SeededRandom? random)
    {
        double low = ShareBelow(value - _halfStep);
        double high = ShareBelow(value + _halfStep);
        return NormalScore.Of(low + ((random?.Uniform() ?? 0.5) * (high - low)));
    }

    /// <summary>Scores of all values that round into an inclusive range.</summary>
    public (double Low, double High) Scores(double minimum, double maximum) =>
        (NormalScore.Of(ShareBelow(minimum - _halfStep)), NormalScore.Of(ShareBelow(maximum + _halfStep)));

    /// <summary>The value of a score, rounded to the schema's decimals and within its range.</summary>
    public double Value(double score)
    {
        double value = ColumnScale.Inverse(_schema.Transform, _ring.ValueAt(NormalScore.Share(score)));
        return Math.Clamp(Math.Round(value, _schema.Decimals), _schema.Minimum, _schema.Maximum);
    }

    /// <summary>A transform ends where its column does: half a step below the minimum there may be no logarithm.</summary>
    private double ShareBelow(double value) => _ring.ShareBelow(_schema.Transform == ColumnTransform.Identity
        ? value
        : ColumnScale.Forward(_schema.Transform, Math.Max(value, _schema.Minimum)));
}
