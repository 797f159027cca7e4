using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Evaluation.Detection;

namespace RingFed.Learning.Evaluation.Uses;

/// <summary>
/// Nearest-neighbour matching one to one without replacement, in the order given, by Gower's distance over the columns
/// that are no outcome (<see cref="RecordSpace"/>). What happened later plays no part in who is chosen.
/// </summary>
internal sealed class ControlMatcher
{
    private readonly float[][] _treated;
    private readonly float[][] _pool;

    public ControlMatcher(Cohort treated, Cohort pool)
    {
        int[] outcomes = [.. treated.Schema.Endpoints.SelectMany(endpoint => new[] { endpoint.TimeColumn, endpoint.EventColumn })];
        int[] baseline = [.. Enumerable.Range(0, treated.Schema.Columns.Count).Except(outcomes)];
        RecordSpace space = new(treated.Select(baseline));
        (_treated, _pool) = (space.Points(treated.Select(baseline)), space.Points(pool.Select(baseline)));
    }

    /// <summary>Rows of treated patients, without replacement, in random order.</summary>
    public int[] DrawArm(int count, SeededRandom random)
    {
        int[] rows = [.. Enumerable.Range(0, _treated.Length)];
        for (int i = 0; i < count; i++)
        {
            int pick = i + random.Index(rows.Length - i);
            (rows[i], rows[pick]) = (rows[pick], rows[i]);
        }

        return rows[..count];
    }

    /// <summary>Rows of the pool, one a treated row; the pool has at least as many.</summary>
    public int[] Match(int[] arm)
    {
        bool[] taken = new bool[_pool.Length];
        int[] matched = new int[arm.Length];
        for (int i = 0; i < arm.Length; i++)
        {
            matched[i] = Nearest(_treated[arm[i]], taken);
            taken[matched[i]] = true;
        }

        return matched;
    }

    private int Nearest(float[] point, bool[] taken)
    {
        int best = -1;
        float closest = float.PositiveInfinity;
        for (int row = 0; row < _pool.Length; row++)
        {
            if (!taken[row] && RecordSpace.Distance(point, _pool[row]) is var distance && (best < 0 || distance < closest))
            {
                (best, closest) = (row, distance);
            }
        }

        return best;
    }
}
