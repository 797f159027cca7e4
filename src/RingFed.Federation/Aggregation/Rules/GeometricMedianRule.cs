using RingFed.Federation.Aggregation.Kernels;

namespace RingFed.Federation.Aggregation.Rules;

/// <summary>
/// The point with the least sum of distances to all updates, as a weighted mean of them.
/// Source: Weiszfeld's iteration with the vertex test of Vardi and Zhang 2000, as RFA uses it (Pillutla et al. 2022).
/// Deviations: distances are scaled per tensor; every iterate is an affine combination of the updates, so distances to
/// it follow from those between updates and no iteration reads the d coordinates again.
/// Breakdown point floor((n - 1) / 2) / n, but the error grows with the honest spread, so three or four silos are
/// labelled fault-tolerant, not Byzantine-robust. Cost O(n²d) for distances, two passes.
/// Starts at the mean; ends when no weight moves by more than 1e-12, or after 2,000 iterations. Distances that differ by
/// more than a factor of 1e7 lose digits to cancellation; screening has bounded lengths long before.
/// </summary>
internal sealed class GeometricMedianRule(int silos) : IRowRule
{
    internal const string Name = "geometric-median";

    internal const int IterationsMax = 2000;

    internal const double WeightTolerance = 1e-12;

    /// <summary>Rounding of a sum of cosines, with room to spare.</summary>
    private const double EdgeTolerance = 1e-9;

    /// <summary>Squared distances below this part of their median are rounding; taken for real they would stop the iterate.</summary>
    private const double RoundingFloor = 1e-18;

    public bool NeedsDistances => true;

    public bool UsesFaulty => false;

    public bool ResistsFaulty => true;

    public string Withstands => silos < 3 ? "withstands no faulty silo" : RuleLabel.NotByzantineRobust;

    public ITileReducer Prepare(RowSource source) =>
        new WeightedRowSum(Weights(source.Distances!), 1);

    /// <summary>Weights of the updates in their geometric median, summing to 1.</summary>
    internal static double[] Weights(DistanceMatrix distances)
    {
        for (int row = 0; row < distances.Rows; row++)
        {
            if (IsMedian(distances, row))
            {
                double[] single = new double[distances.Rows];
                single[row] = 1;
                return single;
            }
        }

        return Iterate(distances);
    }

    /// <summary>
    /// Whether an update is itself the median: the pulls of the others, unit vectors towards them, add up to no more
    /// than the number of updates that lie on it. Must come before iterating, which would divide by its distance 0.
    /// </summary>
    private static bool IsMedian(DistanceMatrix distances, int row)
    {
        double pull = 0;
        int coincident = 0;
        for (int i = 0; i < distances.Rows; i++)
        {
            if (distances.Squared(row, i) == 0)
            {
                coincident++;
                continue;
            }

            for (int j = 0; j < distances.Rows; j++)
            {
                pull += Cosine(distances, row, i, j);
            }
        }

        // On the edge the median is not unique (two updates; an even number on a line): iterating finds the middle.
        return pull < coincident * coincident * (1 - EdgeTolerance);
    }

    /// <summary>Cosine of the angle at <paramref name="apex"/> between two others; 0 where one lies on it.</summary>
    private static double Cosine(DistanceMatrix distances, int apex, int i, int j)
    {
        double a = distances.Squared(apex, i);
        double b = distances.Squared(apex, j);
        return a == 0 || b == 0 ? 0 : 0.5 * (a + b - distances.Squared(i, j)) / (Math.Sqrt(a) * Math.Sqrt(b));
    }

    private static double[] Iterate(DistanceMatrix distances)
    {
        double[] weights = Enumerable.Repeat(1.0 / distances.Rows, distances.Rows).ToArray();
        double[] squared = new double[distances.Rows];
        for (int iteration = 0; iteration < IterationsMax; iteration++)
        {
            distances.SquaredTo(weights, squared);
            if (Reweight(weights, squared) <= WeightTolerance)
            {
                break;
            }
        }

        return weights;
    }

    /// <summary>One Weiszfeld step; returns the largest change of a weight.</summary>
    private static double Reweight(double[] weights, double[] squared)
    {
        double floor = TensorScales.LowerMedian(squared) * RoundingFloor;
        double total = 0;
        for (int row = 0; row < weights.Length; row++)
        {
            squared[row] = 1 / Math.Sqrt(Math.Max(squared[row], floor));
            total += squared[row];
        }

        double change = 0;
        for (int row = 0; row < weights.Length; row++)
        {
            double next = squared[row] / total;
            change = Math.Max(change, Math.Abs(next - weights[row]));
            weights[row] = next;
        }

        return change;
    }
}
