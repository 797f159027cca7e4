using RingFed.Learning.Encoding;

namespace RingFed.Learning.Tests.Models;

/// <summary>
/// A ring of one silo that keeps each query; with totals of another run it answers by those, so that a silo with one record
/// less is asked the same later questions.
/// </summary>
internal sealed class RecordedRing(IReadOnlyList<RingTotal>? answers = null) : IRingSum
{
    public List<StatisticQuery> Queries { get; } = [];

    public List<RingTotal> Totals { get; } = [];

    public Task<RingTotal> SumAsync(StatisticQuery query, CancellationToken cancellationToken)
    {
        query.RequireWithinBound();
        RingTotal total = answers is null ? new RingTotal(query.Values, ["one"]) : answers[Totals.Count];
        Queries.Add(query);
        Totals.Add(total);
        return Task.FromResult(total);
    }

    /// <summary>Each query of a run, against the same asked of the other cohort, is within the sensitivity it declares.</summary>
    public void RequireWithinSensitivity(RecordedRing without)
    {
        Assert.Equal(Queries.Select(query => query.Name), without.Queries.Select(query => query.Name));
        foreach ((StatisticQuery query, StatisticQuery other) in Queries.Zip(without.Queries))
        {
            double rounding = Math.ScaleB(1, -query.ScaleBits) * (query.ScaleBits > 0 ? query.Values.Length : 0);
            double[] change = [.. query.Values.Zip(other.Values, (a, b) => Math.ScaleB((double)(a - b), -query.ScaleBits))];
            double first = change.Sum(Math.Abs);
            double second = Math.Sqrt(change.Sum(value => value * value));
            Assert.True(first <= query.SensitivityL1 + rounding, $"{query.Name}: {first} of {query.SensitivityL1}");
            Assert.True(second <= query.SensitivityL2 + rounding + (1e-9 * query.SensitivityL2), $"{query.Name}: {second} of {query.SensitivityL2}");
        }
    }
}
