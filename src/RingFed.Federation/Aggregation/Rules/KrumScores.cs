using RingFed.Federation.Aggregation.Kernels;

namespace RingFed.Federation.Aggregation.Rules;

/// <summary>
/// The score of Krum: the sum of squared distances from a row to the nearest others, added from the nearest on.
/// Rows may be taken away one by one; neighbours are sorted once, so a score costs one walk along them.
/// </summary>
internal sealed class KrumScores
{
    private readonly DistanceMatrix distances;
    private readonly int[][] neighbours;
    private readonly bool[] isTaken;

    internal KrumScores(DistanceMatrix distances)
    {
        this.distances = distances;
        neighbours = [.. Enumerable.Range(0, distances.Rows).Select(Nearest)];
        isTaken = new bool[distances.Rows];
    }

    /// <summary>The score of one row among those left.</summary>
    /// <param name="nearest">Others that count, at least 1 where there is another.</param>
    internal double Of(int row, int nearest)
    {
        double score = 0;
        int counted = 0;
        foreach (int other in neighbours[row])
        {
            if (counted == nearest)
            {
                break;
            }

            if (!isTaken[other])
            {
                score += distances.Squared(row, other);
                counted++;
            }
        }

        return score;
    }

    /// <summary>The row of least score among those left; of equal ones the lowest index.</summary>
    internal int Best(int nearest)
    {
        int best = -1;
        double least = double.PositiveInfinity;
        for (int row = 0; row < isTaken.Length; row++)
        {
            if (!isTaken[row] && Of(row, nearest) is var score && (best < 0 || score < least))
            {
                (best, least) = (row, score);
            }
        }

        return best;
    }

    internal void TakeAway(int row) => isTaken[row] = true;

    private int[] Nearest(int row)
    {
        int[] others = [.. Enumerable.Range(0, distances.Rows).Where(other => other != row)];
        double[] keys = [.. others.Select(other => distances.Squared(row, other))];

        // Which of two equally far others comes first changes no sum, so the sort need not be stable.
        Array.Sort(keys, others);
        return others;
    }
}
