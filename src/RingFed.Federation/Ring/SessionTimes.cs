namespace RingFed.Federation.Ring;

/// <summary>Waiting times of a session in milliseconds of its monotonic clock. None decides what is agreed, only when to give up on a link.</summary>
internal sealed record SessionTimes
{
    /// <summary>From an open link to the peer's greeting. An honest peer greets at once.</summary>
    public long GreetingMs { get; init; } = 10_000;

    /// <summary>A heartbeat goes out on a link that was idle this long; below the idle time-outs of common firewalls.</summary>
    public long HeartbeatMs { get; init; } = 30_000;

    /// <summary>A link is closed when nothing was heard this long: two heartbeats and some patience.</summary>
    public long SilenceMs { get; init; } = 75_000;

    /// <summary>From a request for an aggregate, or its last chunk, to asking another neighbour: several chunks' time on a slow line.</summary>
    public long FetchMs { get; init; } = 60_000;

    /// <summary>After the last round: how long to go on serving neighbours that have not said they closed it.</summary>
    public long LingerMs { get; init; } = 120_000;
}
