using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>
/// A total order of the units that are no endpoint, from pairwise dependence alone: first the unit that tells most about
/// all others, then always the one that those already placed tell most about (the order in which Prim's algorithm grows the
/// tree of Chow and Liu 1968). Dependence is the gain in the information criterion between groups of tokens; ties go to the
/// earlier column.
/// </summary>
internal static class UnitOrder
{
    public static int[] Of(NetworkShape shape, PairTables pairs)
    {
        IReadOnlyList<int> units = shape.Covariates;
        double[,] gains = Gains(shape, pairs);
        List<int> left = [.. Enumerable.Range(0, units.Count)];
        List<int> order = [];
        double[] best = [.. left.Select(unit => left.Sum(other => gains[unit, other]))];
        while (left.Count > 0)
        {
            int next = left.MaxBy(unit => best[unit]);
            left.Remove(next);
            order.Add(units[next]);
            best = [.. Enumerable.Range(0, units.Count).Select(unit => order.Count == 1 ? gains[unit, next] : Math.Max(best[unit], gains[unit, next]))];
        }

        return [.. order];
    }

    private static double[,] Gains(NetworkShape shape, PairTables pairs)
    {
        IReadOnlyList<int> units = shape.Covariates;
        NetworkNode[] coarse = [.. units.Select(unit => NetworkNode.Of(unit, shape.Layout.Units[unit].Count, UnitChoice.Groups(shape.Layout.Units[unit])))];
        double[,] gains = new double[units.Count, units.Count];
        for (int i = 0; i < units.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                gains[i, j] = gains[j, i] = Gain(coarse[i], coarse[j], pairs);
            }
        }

        return gains;
    }

    private static double Gain(NetworkNode node, NetworkNode other, PairTables pairs)
    {
        long[] byToken = pairs.Table(node, other.Unit);
        int width = other.ValueOf.Length;
        long[] together = new long[node.Values * other.Values];
        long[] own = new long[node.Values];
        long[] others = new long[other.Values];
        for (int cell = 0; cell < byToken.Length; cell++)
        {
            (int value, int token) = Math.DivRem(cell, width);
            if (other.ValueOf[token] >= 0)
            {
                together[(value * other.Values) + other.ValueOf[token]] += byToken[cell];
                own[value] += byToken[cell];
                others[other.ValueOf[token]] += byToken[cell];
            }
        }

        long records = own.Sum();
        double information = Entropy.LogLikelihood(together) - Entropy.LogLikelihood(own) - Entropy.LogLikelihood(others);
        double price = records == 0 ? 0 : 0.5 * ExactMath.Log(records) * (node.Values - 1) * (other.Values - 1);
        return Math.Max(0, information - price);
    }
}
