using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>
/// Climbs the penalised profile likelihood of one head: Σ_ended x·β - Σ_bins ended log exposure(β) - ridge/2 ‖β‖². A
/// trial that does not climb is halved towards the best point so far.
/// </summary>
/// <param name="ended">Records that end this way, per bin.</param>
/// <param name="endedWith">Sum of each covariate over them.</param>
internal sealed class HeadAscent(RiskCovariates covariates, double[,] correlations, double[] ended, double[] endedWith, double ridge)
{
    private readonly PositiveSystem _information = new(Scaled(correlations, ended.Sum()), ridge);
    private double _best = double.NegativeInfinity;
    private double[] _step = new double[covariates.Count];

    /// <summary>β at the best point so far.</summary>
    public double[] Coefficients { get; private set; } = new double[covariates.Count];

    /// <summary>Per bin, at <see cref="Coefficients"/>.</summary>
    public double[] Exposures { get; private set; } = new double[ended.Length];

    /// <summary>β that the next sum is taken at.</summary>
    public double[] Trial => [.. Coefficients.Select((coefficient, c) => coefficient + _step[c])];

    /// <param name="cells">The sum at <see cref="Trial"/>.</param>
    /// <param name="offset">Where a unit's tokens begin in a bin's cells; the bin's own exposure stands before the first unit's.</param>
    public void Advance(ReadOnlySpan<double> cells, Func<int, int, int> offset)
    {
        double[] trial = Trial;
        double[] exposures = new double[ended.Length];
        double value = 0;
        for (int c = 0; c < trial.Length; c++)
        {
            value += (trial[c] * endedWith[c]) - (0.5 * ridge * trial[c] * trial[c]);
        }

        for (int bin = 0; bin < ended.Length; bin++)
        {
            exposures[bin] = cells[offset(bin, 0) - 1];
            value -= ended[bin] > 0 && exposures[bin] > 0 ? ended[bin] * ExactMath.Log(exposures[bin]) : 0;
        }

        if (value <= _best)
        {
            _step = [.. _step.Select(step => 0.5 * step)];
            return;
        }

        (_best, Coefficients, Exposures) = (value, trial, exposures);
        _step = _information.Solve(Gradient(trial, exposures, cells, offset));
    }

    private double[] Gradient(double[] at, double[] exposures, ReadOnlySpan<double> cells, Func<int, int, int> offset)
    {
        double[] gradient = new double[at.Length];
        for (int c = 0; c < at.Length; c++)
        {
            (int unit, double[] values) = covariates[c];
            gradient[c] = endedWith[c] - (ridge * at[c]);
            for (int bin = 0; bin < ended.Length; bin++)
            {
                double rate = exposures[bin] > 0 ? ended[bin] / exposures[bin] : 0;
                for (int token = 0; rate > 0 && token < values.Length; token++)
                {
                    gradient[c] -= rate * cells[offset(bin, unit) + token] * values[token];
                }
            }
        }

        return gradient;
    }

    private static double[,] Scaled(double[,] correlations, double events)
    {
        double[,] scaled = new double[correlations.GetLength(0), correlations.GetLength(1)];
        for (int i = 0; i < correlations.GetLength(0); i++)
        {
            for (int j = 0; j < correlations.GetLength(1); j++)
            {
                scaled[i, j] = events * correlations[i, j];
            }
        }

        return scaled;
    }
}
