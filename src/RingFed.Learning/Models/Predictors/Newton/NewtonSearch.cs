namespace RingFed.Learning.Models.Predictors.Newton;

/// <summary>
/// Maximises a concave function by Newton's method with step-halving, one answer at a time: ask for the point at
/// <see cref="Candidate"/>, tell it, until <see cref="IsDone"/>. So one search serves a cohort at hand and sums over a
/// ring, where each answer is a masked sum. A pure function of the answers, with the same bits on every machine.
/// </summary>
internal sealed class NewtonSearch
{
    /// <summary>Newton's decrement gᵀH⁻¹g below which the last step is taken unseen: what is left after it is of its square.</summary>
    private const double DecrementMax = 1e-10;

    /// <summary>Of a value's size: a candidate that is lower by no more lost it to rounding.</summary>
    private const double RoundingShare = 1e-12;

    /// <summary>Of the information at the start. Where a likelihood has a maximum, some of it is left there.</summary>
    private const double FlatShare = 1e-6;

    private readonly double[] _ridges;
    private double[]? _firstPivots;
    private double[] _best;
    private double[] _step;
    private double _bestValue = double.NegativeInfinity;

    /// <param name="ridges">Strength of the penalty on each variable, 0 for none; as many as there are variables.</param>
    public NewtonSearch(double[] ridges) =>
        (_ridges, _best, _step, Candidate) = (ridges, new double[ridges.Length], new double[ridges.Length], new double[ridges.Length]);

    /// <summary>Where the next answer is wanted; once done, the maximum.</summary>
    public double[] Candidate { get; private set; }

    public bool IsDone { get; private set; }

    /// <summary>The function hardly bends here any more along some variable: it rises without end, and there is no maximum.</summary>
    public bool IsFlat { get; private set; }

    /// <param name="at">Of the function alone; the ridge is added here.</param>
    public void Tell(NewtonPoint at)
    {
        NewtonPoint point = at.Penalised(Candidate, _ridges);
        if (point.Value < _bestValue - (RoundingShare * Math.Abs(_bestValue)))
        {
            _step = [.. _step.Select(part => part / 2)];
            Candidate = Sum(_best, _step);
            return;
        }

        TriangularFactor factor = new(point.Information, _ridges.Length);
        _firstPivots ??= factor.Pivots.ToArray();
        IsFlat = LosesItsBend(factor.Pivots);
        _step = factor.Solve(point.Gradient);
        (_best, _bestValue) = (Candidate, point.Value);
        Candidate = Sum(_best, _step);
        IsDone = Decrement(point.Gradient) <= DecrementMax;
    }

    private bool LosesItsBend(ReadOnlySpan<double> pivots)
    {
        bool flat = false;
        for (int i = 0; i < pivots.Length; i++)
        {
            flat |= pivots[i] < FlatShare * _firstPivots![i];
        }

        return flat;
    }

    private double Decrement(double[] gradient)
    {
        double sum = 0;
        for (int i = 0; i < gradient.Length; i++)
        {
            sum += gradient[i] * _step[i];
        }

        return sum;
    }

    private static double[] Sum(double[] a, double[] b) => [.. a.Select((value, i) => value + b[i])];
}
