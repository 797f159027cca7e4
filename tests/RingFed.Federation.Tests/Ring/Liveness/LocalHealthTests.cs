using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Liveness;

namespace RingFed.Federation.Tests.Ring.Liveness;

public sealed class LocalHealthTests
{
    private readonly SessionTimes times = new();
    private readonly LocalHealth health;
    private long now;

    public LocalHealthTests()
    {
        health = new LocalHealth(times);
        health.Tick(now);
    }

    [Fact]
    public void Ticks_in_time_leave_a_silo_healthy()
    {
        Assert.Equal(0, Pass((2 * times.TickMs) - 1));
        Assert.Equal(0, health.Score);
    }

    [Fact]
    public void A_late_tick_costs_a_point_and_tells_how_long_the_silo_looked_away()
    {
        Assert.Equal(59 * times.TickMs, Pass(60 * times.TickMs));
        Assert.Equal(1, health.Score);
    }

    [Fact]
    public void The_score_ends_at_its_worst_and_comes_back_with_ticks_in_time()
    {
        for (int late = 0; late < 20; late++)
        {
            Pass(5 * times.TickMs);
        }

        Assert.Equal(LocalHealth.ScoreMax, health.Score);
        for (int tick = 0; tick < 10 * LocalHealth.ScoreMax; tick++)
        {
            Pass(times.TickMs);
        }

        Assert.Equal(0, health.Score);
    }

    private long Pass(long ms) => health.Tick(now += ms);
}
