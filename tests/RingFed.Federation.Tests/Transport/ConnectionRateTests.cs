using RingFed.Federation.Tests.Identity;
using RingFed.Federation.Transport;

namespace RingFed.Federation.Tests.Transport;

public sealed class ConnectionRateTests
{
    private readonly ManualClock clock = new();

    [Fact]
    public void A_burst_passes_and_then_one_for_each_interval()
    {
        ConnectionRate<string> rate = new(burst: 3, perSecond: 2, keysMax: 10, clock);

        Assert.Equal([true, true, true, false], Take(rate, "a", 4));
        clock.Advance(TimeSpan.FromMilliseconds(499));
        Assert.False(rate.TryTake("a"));
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal([true, false], Take(rate, "a", 2));
    }

    [Fact]
    public void A_rest_restores_the_burst_and_no_more()
    {
        ConnectionRate<string> rate = new(burst: 2, perSecond: 1, keysMax: 10, clock);
        Take(rate, "a", 2);

        clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal([true, true, false], Take(rate, "a", 3));
    }

    [Fact]
    public void One_keys_haste_is_not_anothers()
    {
        ConnectionRate<string> rate = new(burst: 1, perSecond: 1, keysMax: 10, clock);
        Take(rate, "a", 9);

        Assert.True(rate.TryTake("b"));
    }

    [Fact]
    public void Of_more_keys_than_are_held_the_longest_quiet_is_forgotten()
    {
        ConnectionRate<string> rate = new(burst: 1, perSecond: 0.001, keysMax: 2, clock);
        foreach (string key in (string[])["a", "b", "c"])
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            rate.TryTake(key);
        }

        Assert.False(rate.TryTake("b"));
        Assert.True(rate.TryTake("a"));
    }

    private static bool[] Take(ConnectionRate<string> rate, string key, int times) => [.. Enumerable.Range(0, times).Select(_ => rate.TryTake(key))];
}
