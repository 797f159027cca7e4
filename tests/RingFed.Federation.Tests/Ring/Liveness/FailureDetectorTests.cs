using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Liveness;

namespace RingFed.Federation.Tests.Ring.Liveness;

public sealed class FailureDetectorTests
{
    private const int Silent = 1;
    private const int Talking = 2;
    private readonly SessionTimes times = new();
    private readonly LocalHealth health;
    private readonly FailureDetector detector;

    public FailureDetectorTests()
    {
        health = new LocalHealth(times);
        detector = new FailureDetector(times, health);
        detector.Watch(Silent, 0);
        detector.Watch(Talking, 0);
    }

    [Fact]
    public void A_silent_silo_is_in_doubt_at_half_the_time_and_suspected_at_all_of_it()
    {
        long half = times.SuspicionMs / 2;
        Assert.False(detector.IsDoubtful(Silent, At(half - 1)));
        Assert.True(detector.IsDoubtful(Silent, At(half)));
        Assert.False(detector.IsSuspected(Silent, At(times.SuspicionMs - 1)));
        Assert.True(detector.IsSuspected(Silent, At(times.SuspicionMs)));
        Assert.Equal([Silent], detector.Suspected(times.SuspicionMs).ToList());
    }

    [Fact]
    public void A_sign_of_life_ends_a_suspicion()
    {
        At(times.SuspicionMs);
        detector.Hear(Silent, times.SuspicionMs);

        Assert.False(detector.IsDoubtful(Silent, times.SuspicionMs));
    }

    [Theory]
    [InlineData(1, 75)]
    [InlineData(2, 60)]
    [InlineData(3, 50)]
    [InlineData(5, 50)]
    public void Others_who_say_the_same_shorten_the_time_to_half_at_most(int others, int percent)
    {
        detector.Confirm(Silent, others);

        long time = times.SuspicionMs * percent / 100;
        Assert.False(detector.IsSuspected(Silent, At(time - 1)));
        Assert.True(detector.IsSuspected(Silent, At(time)));
    }

    [Fact]
    public void A_silo_in_poor_health_waits_as_many_times_longer()
    {
        health.Worsen();
        health.Worsen();

        Assert.False(detector.IsSuspected(Silent, At((3 * times.SuspicionMs) - 1)));
        Assert.True(detector.IsSuspected(Silent, At(3 * times.SuspicionMs)));
    }

    [Fact]
    public void A_silo_that_hears_nobody_takes_itself_for_cut_off_and_waits_twice_as_long()
    {
        Assert.False(detector.IsSuspected(Silent, (2 * times.SuspicionMs) - 1));
        Assert.True(detector.IsSuspected(Silent, 2 * times.SuspicionMs));
    }

    [Fact]
    public void Time_that_this_silo_looked_away_counts_against_nobody()
    {
        detector.Excuse(times.SuspicionMs);

        Assert.False(detector.IsDoubtful(Silent, At(times.SuspicionMs)));
    }

    [Fact]
    public void Only_watched_silos_are_suspected() => Assert.False(detector.IsDoubtful(5, 100 * times.SuspicionMs));

    /// <summary>The moment, with the other silo heard of just before.</summary>
    private long At(long moment)
    {
        detector.Hear(Talking, moment);
        return moment;
    }
}
