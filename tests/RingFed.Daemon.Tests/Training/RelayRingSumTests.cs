using RingFed.Daemon.Training;
using RingFed.Learning.Encoding;

namespace RingFed.Daemon.Tests.Training;

public sealed class RelayRingSumTests
{
    private static StatisticQuery Query(params long[] values) => StatisticQuery.OfCounts("counts", values, 1, 1, bound: 100, minimumCount: 10, "test");

    [Fact]
    public async Task The_one_who_asked_gets_the_total_of_the_round()
    {
        RelayRingSum sums = new();
        Task<RingTotal> asked = sums.SumAsync(Query(1, 2), CancellationToken.None);

        RelayRingSum.PendingSum current = await sums.CurrentAsync(CancellationToken.None);
        sums.Complete(new RingTotal([11, 12], ["a", "b"]));

        Assert.Equal([1, 2], current.Query.Values);
        RingTotal total = await asked;
        Assert.Equal([11, 12], total.Values);
    }

    [Fact]
    public async Task Asking_for_the_current_query_does_not_use_it_up()
    {
        RelayRingSum sums = new();
        _ = sums.SumAsync(Query(1), CancellationToken.None);

        RelayRingSum.PendingSum first = await sums.CurrentAsync(CancellationToken.None);

        Assert.Same(first, await sums.CurrentAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_value_beyond_its_declared_bound_never_leaves()
    {
        RelayRingSum sums = new();

        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => sums.SumAsync(Query(1, 101), CancellationToken.None));

        Assert.Contains("bound", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_total_of_another_length_is_refused()
    {
        RelayRingSum sums = new();
        _ = sums.SumAsync(Query(1, 2), CancellationToken.None);
        await sums.CurrentAsync(CancellationToken.None);

        Assert.Throws<InvalidOperationException>(() => sums.Complete(new RingTotal([1], ["a"])));
    }

    [Fact]
    public void A_total_that_nobody_asked_for_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => new RelayRingSum().Complete(new RingTotal([1], ["a"])));
}
