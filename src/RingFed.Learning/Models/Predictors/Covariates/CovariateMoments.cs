using RingFed.Learning.Models.Predictors.Newton;

namespace RingFed.Learning.Models.Predictors.Covariates;

/// <summary>
/// Σz and Σz² of covariates, as silos add them up. The encoder's bins are wide where the ring holds few records; these give
/// the exact deviation of each covariate, by which a ridge weighs all of them alike.
/// </summary>
internal static class CovariateMoments
{
    private const double VarianceMin = 1e-12;

    /// <param name="design">Row by row, [rows x covariates].</param>
    /// <returns>Σz, then Σz², [2 x covariates].</returns>
    public static double[] Of(ReadOnlySpan<double> design, int covariates)
    {
        double[] moments = new double[2 * covariates];
        for (int i = 0; i < design.Length; i++)
        {
            moments[i % covariates] += design[i];
            moments[covariates + (i % covariates)] += design[i] * design[i];
        }

        return moments;
    }

    /// <param name="counts">Numbers that a record adds at most 1 to, beside the moments.</param>
    public static NewtonTerms Terms(double[] reaches, int counts, double records)
    {
        double[] each = [.. Enumerable.Repeat(1.0, counts), .. reaches, .. reaches.Select(reach => reach * reach)];
        return new NewtonTerms(records * each.Max(), each.Sum(), Math.Sqrt(each.Sum(size => size * size)));
    }

    /// <param name="moments">Over the ring.</param>
    /// <returns>Ridge on each covariate that equals <paramref name="ridge"/> on the same covariate with deviation 1.</returns>
    public static double[] Ridges(double ridge, ReadOnlySpan<double> moments, double records)
    {
        double[] ridges = new double[moments.Length / 2];
        for (int k = 0; k < ridges.Length; k++)
        {
            double mean = moments[k] / records;
            double variance = (moments[ridges.Length + k] / records) - (mean * mean);

            // One that does not vary among these records has any ridge: it tells nothing, and stays at 0.
            ridges[k] = ridge * (variance > VarianceMin ? variance : 1);
        }

        return ridges;
    }
}
