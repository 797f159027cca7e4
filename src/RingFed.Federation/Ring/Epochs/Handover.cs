using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Epochs;

/// <summary>Which way a link between two epochs goes.</summary>
internal enum HandoverRole
{
    /// <summary>The peer is in an epoch before this one: it is told how that one ended.</summary>
    Serves,

    /// <summary>The peer says that it is in a later epoch: it is asked how this one ended.</summary>
    Asks,
}

/// <summary>
/// What makes a link one between silos of different epochs. Only closes and topologies go over it: what a later epoch
/// agrees on cannot be checked here yet, and what an earlier one still says is over.
/// </summary>
/// <param name="hello">The peer's greeting.</param>
/// <param name="closed">Serving: the last round of the peer's epoch. Asking: -1, until the peer says.</param>
internal sealed class Handover(HandoverRole role, Hello hello, int closed)
{
    public HandoverRole Role { get; } = role;

    public Hello Hello { get; } = hello;

    /// <summary>Last round of the earlier of the two epochs that is closed, as far as the later one has said.</summary>
    public int Closed { get; private set; } = closed;

    /// <summary>What a peer said that claims to be ahead. Rounds only close.</summary>
    public void Hear(Progress progress) => Closed = Math.Max(Closed, progress.Closed);
}
