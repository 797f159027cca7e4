using RingFed.Learning.Encoding;

namespace RingFed.Learning.Tests.Encoding;

public sealed class LocalRingTests
{
    private readonly LocalRing _ring = new(["a", "b"]);

    [Fact]
    public async Task A_sum_ends_when_every_silo_has_handed_in_its_part()
    {
        Task<RingTotal> first = _ring.For("b").SumAsync(Query("x", 1, 2), CancellationToken.None);
        Assert.False(first.IsCompleted);

        RingTotal total = await _ring.For("a").SumAsync(Query("x", 10, 20), CancellationToken.None);

        Assert.Equal([11, 22], total.Values);
        Assert.Equal(["a", "b"], total.Contributors);
        Assert.Equal(total, await first);
    }

    [Fact]
    public async Task Sums_follow_one_another()
    {
        for (int i = 0; i < 3; i++)
        {
            RingTotal[] totals = await Task.WhenAll(
                _ring.For("a").SumAsync(Query($"q{i}", i), CancellationToken.None),
                _ring.For("b").SumAsync(Query($"q{i}", i), CancellationToken.None));
            Assert.Equal([2 * i], totals[0].Values);
        }
    }

    [Fact]
    public async Task Another_statistic_a_second_part_and_an_entry_beyond_the_bound_are_refused()
    {
        _ = _ring.For("a").SumAsync(Query("x", 1), CancellationToken.None);

        await Assert.ThrowsAsync<InvalidOperationException>(() => _ring.For("b").SumAsync(Query("y", 1), CancellationToken.None));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _ring.For("b").SumAsync(Query("x", 1, 2), CancellationToken.None));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _ring.For("a").SumAsync(Query("x", 1), CancellationToken.None));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _ring.For("b").SumAsync(Query("x", 101), CancellationToken.None));
        Assert.Throws<ArgumentException>(() => _ring.For("c"));
    }

    private static StatisticQuery Query(string name, params long[] values) => StatisticQuery.OfCounts(name, values, 1, 1, 100, 10, "A test.");
}
