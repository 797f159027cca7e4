using MathNet.Numerics.Distributions;

namespace RingFed.Learning.Evaluation.Protocol;

/// <summary>
/// 95 % interval of a mean over the folds of a repeated cross-validation: the corrected resampled t of Nadeau and Bengio
/// (Inference for the Generalization Error, Machine Learning 52(3), 2003, section 5), variance (1/J + n_test/n_train) s² of
/// the mean of J values with J - 1 degrees of freedom, used for r x k folds as by Bouckaert and Frank (PAKDD 2004). Training
/// parts overlap, so that s²/J alone goes to zero with the repeats though no new patient is seen; the second term does not.
/// It speaks of other cohorts of that size, approximately, and is known to be wide rather than narrow.
/// </summary>
public static class CorrectedResampling
{
    private const double Upper = .975;

    /// <param name="values">One a fold, finite; those of all repeats.</param>
    /// <param name="testToTraining">Tested patients over those trained on: 1/(k - 1) for k folds; above 0.</param>
    /// <returns>Null for fewer than two values.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The ratio is not above 0.</exception>
    public static (double Low, double High)? Interval(IReadOnlyList<double> values, double testToTraining)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(testToTraining);
        if (values.Count < 2)
        {
            return null;
        }

        double mean = values.Average();
        double variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
        double half = StudentT.InvCDF(0, 1, values.Count - 1, Upper) * Math.Sqrt(((1.0 / values.Count) + testToTraining) * variance);
        return (mean - half, mean + half);
    }
}
