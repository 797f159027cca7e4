namespace RingFed.Federation.Aggregation.Kernels;

/// <summary>
/// Adds up what tensors contribute to squared distances or lengths, each divided by what one of its values typically
/// contributes, so that a tensor of large weights does not drown the others.
/// </summary>
internal static class TensorScales
{
    /// <param name="tensors">Each with one squared measure a pair, or a row.</param>
    /// <param name="measures">How many each has.</param>
    /// <param name="count">Values of all tensors together.</param>
    /// <param name="typical">What faulty silos cannot inflate, of the measures of one tensor or of all.</param>
    internal static double[] Sum((TensorLayout Tensor, double[] Squares)[] tensors, int measures, int count, Func<double[], double> typical)
    {
        double[] total = new double[measures];
        foreach ((_, double[] squares) in tensors)
        {
            AddDivided(squares, 1, total);
        }

        // Most silos may leave a tensor alone. Dividing by what few did there would let one of them move it without
        // limit and stay near; the scale of the whole vector keeps such a silo far.
        double fallback = PositiveOr(typical(total) / count, 1);
        Array.Clear(total);
        foreach ((TensorLayout tensor, double[] squares) in tensors)
        {
            AddDivided(squares, PositiveOr(typical(squares) / tensor.Count, fallback), total);
        }

        return total;
    }

    /// <summary>Of an even number, the lower of the middle two.</summary>
    internal static double LowerMedian(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted[(sorted.Length - 1) / 2];
    }

    private static double PositiveOr(double value, double otherwise) => value > 0 ? value : otherwise;

    private static void AddDivided(double[] squares, double scale, double[] total)
    {
        for (int index = 0; index < total.Length; index++)
        {
            total[index] += squares[index] / scale;
        }
    }
}
