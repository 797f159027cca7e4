using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>
/// A weighted sample with replacement of rows that come one by one: each place takes the row offered with the probability of
/// its weight among all weights so far, independently of the other places (Chao 1982, Biometrika 69(3), place by place).
/// </summary>
internal sealed class RowReservoir(int places)
{
    private readonly double[]?[] _rows = new double[]?[places];
    private double _weights;

    /// <param name="weight">Above 0.</param>
    public void Offer(double[][] columns, int row, double weight, SeededRandom random)
    {
        _weights += weight;
        double share = weight / _weights;
        double[]? offered = null;
        for (double place = Skipped(share, random); place < places; place += 1 + Skipped(share, random))
        {
            _rows[(int)place] = offered ??= [.. columns.Select(column => column[row])];
        }
    }

    /// <summary>The first so many places; none before anything was offered.</summary>
    public IReadOnlyList<double[]> Take(int rows) => [.. _rows.Take(rows).OfType<double[]>()];

    /// <summary>Places passed over before the next that takes the row: geometric, so that a row costs only the places it takes.</summary>
    private static double Skipped(double share, SeededRandom random) =>
        share >= 1 ? 0 : Math.Floor(random.Exponential() / -ExactMath.Log1p(-share));
}
