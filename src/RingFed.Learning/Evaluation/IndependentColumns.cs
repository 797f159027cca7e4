using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Evaluation;

/// <summary>
/// The floor of every metric: each column drawn with replacement from the real one, on its own. Marginals are right,
/// dependence is gone, endpoint columns included, so time and event flag are unrelated too. A generator that does not
/// beat it has learnt nothing that a column-wise shuffle does not know.
/// </summary>
public static class IndependentColumns
{
    /// <param name="count">Rows to draw, at least 0.</param>
    /// <exception cref="ArgumentException">Rows are wanted of a cohort without rows.</exception>
    public static Cohort Draw(Cohort train, int count, long seed)
    {
        if (train.Count == 0 && count > 0)
        {
            throw new ArgumentException("A cohort without rows has no values to draw from.", nameof(train));
        }

        double[][] columns = new double[train.Schema.Columns.Count][];
        for (int c = 0; c < columns.Length; c++)
        {
            SeededRandom random = new(seed, c);
            double[] column = columns[c] = new double[count];
            for (int row = 0; row < count; row++)
            {
                column[row] = train[random.Index(train.Count), c];
            }
        }

        return new Cohort(train.Schema, columns);
    }
}
