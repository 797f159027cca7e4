using RingFed.Federation.Aggregation.Kernels;

namespace RingFed.Federation.Aggregation.Rules;

/// <summary>The mean of some rows, added in roster order.</summary>
internal static class SubsetMean
{
    internal static ITileReducer Of(IReadOnlyCollection<int> chosen, int rows)
    {
        double[] weights = new double[rows];
        foreach (int row in chosen)
        {
            weights[row] = 1;
        }

        return new WeightedRowSum(weights, chosen.Count);
    }
}
