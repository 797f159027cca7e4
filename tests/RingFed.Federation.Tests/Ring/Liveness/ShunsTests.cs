using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Liveness;

namespace RingFed.Federation.Tests.Ring.Liveness;

public sealed class ShunsTests
{
    private const int Peer = 3;
    private readonly SessionTimes times = new();

    [Fact]
    public void Each_fault_keeps_the_peer_away_twice_as_long_up_to_a_limit_and_never_for_ever()
    {
        Shuns shuns = new(times);
        long now = 0;
        List<long> waits = [];
        for (int fault = 0; fault < 8; fault++)
        {
            long wait = shuns.Add(Peer, now);
            waits.Add(wait);
            Assert.True(shuns.Contains(Peer, now + wait - 1));
            now += wait;
            Assert.False(shuns.Contains(Peer, now));
        }

        Assert.Equal([30_000, 60_000, 120_000, 240_000, 480_000, 600_000, 600_000, 600_000], waits);
    }

    [Fact]
    public void Good_conduct_forgives_a_fault_at_a_time()
    {
        Shuns shuns = new(times);
        long until = shuns.Add(Peer, 0);
        until += shuns.Add(Peer, until);

        Assert.Equal(2 * times.ShunMsMin, shuns.Add(Peer, until + times.ShunMsMax));
        Assert.Equal(times.ShunMsMin, new Shuns(times).Add(Peer, 0));
    }
}
