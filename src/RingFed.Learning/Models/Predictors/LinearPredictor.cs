namespace RingFed.Learning.Models.Predictors;

internal static class LinearPredictor
{
    /// <param name="design">Row by row, [rows x coefficients].</param>
    /// <returns>x·β of each row, plus <paramref name="intercept"/>.</returns>
    public static double[] Of(ReadOnlySpan<double> design, ReadOnlySpan<double> coefficients, double intercept = 0)
    {
        double[] predictors = new double[design.Length / coefficients.Length];
        for (int row = 0; row < predictors.Length; row++)
        {
            predictors[row] = intercept;
            for (int k = 0; k < coefficients.Length; k++)
            {
                predictors[row] += design[(row * coefficients.Length) + k] * coefficients[k];
            }
        }

        return predictors;
    }
}
