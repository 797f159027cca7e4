namespace RingFed.Learning.Models.Predictors.Newton;

/// <summary>Running sums of rows and of their outer products, the latter as a lower triangle row by row.</summary>
internal static class Triangle
{
    public static void Add(Span<double> sum, ReadOnlySpan<double> row, double weight)
    {
        for (int k = 0; k < row.Length; k++)
        {
            sum[k] += weight * row[k];
        }
    }

    public static void AddOuter(Span<double> triangle, ReadOnlySpan<double> row, double weight)
    {
        for (int i = 0, entry = 0; i < row.Length; i++)
        {
            double scaled = weight * row[i];
            for (int j = 0; j <= i; j++)
            {
                triangle[entry++] += scaled * row[j];
            }
        }
    }
}
