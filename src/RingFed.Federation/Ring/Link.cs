using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring;

/// <summary>One connection to a neighbour, as the core sees it.</summary>
internal sealed class Link(int id, int peer, bool outgoing, long now)
{
    public int Id { get; } = id;

    public int Peer { get; } = peer;

    public bool Outgoing { get; } = outgoing;

    public long OpenedAt { get; } = now;

    public long HeardAt { get; set; } = now;

    public long SaidAt { get; set; } = now;

    /// <summary>The peer's greeting, once accepted.</summary>
    public Hello? Greeting { get; set; }

    /// <summary>The peer has told what it holds, so it can be sent what it lacks.</summary>
    public bool IsSynchronised { get; set; }

    /// <summary>Records that the peer has, or has been sent.</summary>
    public HashSet<Digest> KnownRecords { get; } = [];

    public LinkPulse Pulse { get; } = new();

    public ChunkFeed Feed { get; } = new();

    /// <summary>Round whose aggregate was asked for on this link; -1 when none.</summary>
    public int Fetching { get; set; } = -1;

    /// <summary>When it was asked, or last sent a chunk of it; the earliest is asked next.</summary>
    public long FetchHeardAt { get; set; } = long.MinValue;

    /// <summary>Round whose aggregate the peer asked for on this link; -1 when none.</summary>
    public int Serving { get; set; } = -1;
}
