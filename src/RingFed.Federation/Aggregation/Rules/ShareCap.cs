using RingFed.Federation.Aggregation.Kernels;

namespace RingFed.Federation.Aggregation.Rules;

/// <summary>Shares in proportion to claims, none above a cap; what a capped one leaves goes to the others in proportion.</summary>
internal static class ShareCap
{
    /// <param name="claims">Above 0.</param>
    /// <param name="cap">At least 1 / number of claims, else the shares could not sum to 1.</param>
    /// <returns>Shares summing to 1.</returns>
    internal static double[] Apply(double[] claims, double cap)
    {
        bool[] isCapped = new bool[claims.Length];
        double[] shares = new double[claims.Length];
        bool again = true;
        while (again)
        {
            Share(claims, isCapped, cap, shares);
            again = false;
            for (int i = 0; i < shares.Length; i++)
            {
                if (!isCapped[i] && shares[i] > cap)
                {
                    isCapped[i] = again = true;
                }
            }
        }

        return shares;
    }

    private static void Share(double[] claims, bool[] isCapped, double cap, double[] shares)
    {
        double free = LaneSum.Tree([.. claims.Select((claim, i) => isCapped[i] ? 0 : claim)]);
        double left = 1 - (cap * isCapped.Count(one => one));
        for (int i = 0; i < shares.Length; i++)
        {
            shares[i] = isCapped[i] ? cap : claims[i] / free * left;
        }
    }
}
