namespace RingFed.Federation.Ring;

/// <summary>
/// Waiting times of a session in milliseconds of its monotonic clock. None decides what is agreed, only when to give up
/// on a link, a silo or a transfer.
/// </summary>
internal sealed record SessionTimes
{
    /// <summary>Between two ticks: the grain of all other times.</summary>
    public long TickMs { get; init; } = 1000;

    /// <summary>From an open link to the peer's greeting. An honest peer greets at once.</summary>
    public long GreetingMs { get; init; } = 10_000;

    /// <summary>
    /// From the last sign of life of a silo to the suspicion that it is gone, while this silo is healthy and nobody
    /// shares the suspicion. Longer than what a hospital's firewall fails over in, short against a round. A bypass is
    /// dialled at half of it, so that a ring goes on within twice of it.
    /// </summary>
    public long SuspicionMs { get; init; } = 20_000;

    /// <summary>
    /// A heartbeat goes out on a link on which nothing was said, or nothing heard, this long: four must go missing before
    /// a suspicion. Below the idle time-outs of common firewalls (30 s and more).
    /// </summary>
    public long HeartbeatMs { get; init; } = 5000;

    /// <summary>A link is closed, and dialled again, when nothing was heard this long: the silo may live and only its connection be dead.</summary>
    public long SilenceMs { get; init; } = 30_000;

    /// <summary>A bypass is kept this long after it was last needed: a silo that comes and goes must not take it along each time.</summary>
    public long SettleMs { get; init; } = 30_000;

    /// <summary>Published, and nothing new heard of the round this long: then those behind the neighbours are asked.</summary>
    public long StarvingMs { get; init; } = 60_000;

    /// <summary>
    /// An item without progress stalls after this long, and is asked for elsewhere. Two chunks of 256 KiB in this time are
    /// progress: slower than 0.4 Mbit/s is as good as nothing.
    /// </summary>
    public long StallMs { get; init; } = 10_000;

    /// <summary>The same, when the round waits for the item alone, when nobody sends by itself, and before the next one is asked.</summary>
    public long PullMs { get; init; } = 5000;

    /// <summary>An item needs this long at each silo on its way before it can be said to stall: a chunk's time on a slow line.</summary>
    public long HopMs { get; init; } = 250;

    /// <summary>A record from one silo to the next: a signature check, a line of ordinary length, a flush to a busy disk.</summary>
    public long RecordHopMs { get; init; } = 200;

    /// <summary>A peer that sent what fails its proof is kept away this long; twice as long each time, up to <see cref="ShunMsMax"/>.</summary>
    public long ShunMsMin { get; init; } = 30_000;

    /// <summary>Never for ever: the peer may have been repaired. Good conduct of as long forgives one fault.</summary>
    public long ShunMsMax { get; init; } = 600_000;

    /// <summary>Shortest time between two statements of suspicion; grows with their number, so that a flapping link floods nobody.</summary>
    public long RestateMs { get; init; } = 2000;

    /// <summary>
    /// Milliseconds in which a record reaches every silo of the ring, both ways round. Only moves views on: with a wrong
    /// one, views get longer until they fit.
    /// </summary>
    public long LapMs(int silos) => RecordHopMs * ((silos / 2) + 2);

    /// <summary>After the last round: how long to go on serving neighbours that have not said they closed it.</summary>
    public long LingerMs { get; init; } = 120_000;

    /// <summary>All times in proportion to another suspicion time, for rehearsals and tests; lingering stays.</summary>
    /// <param name="suspicionMs">20 or more.</param>
    public static SessionTimes Paced(long suspicionMs)
    {
        SessionTimes usual = new();
        long Scaled(long ms) => Math.Max(1, ms * suspicionMs / usual.SuspicionMs);
        return usual with
        {
            TickMs = Math.Min(usual.TickMs, Scaled(usual.TickMs)),
            GreetingMs = Math.Max(usual.GreetingMs, Scaled(usual.GreetingMs)),
            SuspicionMs = suspicionMs,
            HeartbeatMs = Scaled(usual.HeartbeatMs),
            SilenceMs = Scaled(usual.SilenceMs),
            SettleMs = Scaled(usual.SettleMs),
            StarvingMs = Scaled(usual.StarvingMs),
            StallMs = Scaled(usual.StallMs),
            PullMs = Scaled(usual.PullMs),
            HopMs = Scaled(usual.HopMs),
            ShunMsMin = Scaled(usual.ShunMsMin),
            ShunMsMax = Scaled(usual.ShunMsMax),
            RestateMs = Scaled(usual.RestateMs),
        };
    }
}
