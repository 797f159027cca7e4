namespace RingFed.Federation.Ring.Neighbour;

/// <summary>Whether a peer's update can be merged in the open round. Exactly one of the three is set.</summary>
/// <param name="Update">Here, to be merged.</param>
/// <param name="Missed">It is not waited for, and why.</param>
/// <param name="Awaited">It is waited for, and what is missing.</param>
internal sealed record NeighbourVerdict(NeighbourPeer Peer, PeerUpdate? Update, string? Missed, string? Awaited);
