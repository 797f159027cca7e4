using RingFed.Federation.Messages;
using RingFed.Federation.Ring.Epochs;
using RingFed.Federation.Topology;

namespace RingFed.Federation.Transport.Epochs;

/// <summary>A topology with the text that says it, as its author wrote it.</summary>
/// <param name="Text">Null when the silo was started without one.</param>
internal sealed record KnownTopology(FederationTopology Topology, string? Text)
{
    public Digest Digest { get; } = new(Topology.Digest.Span);

    public StateOwner Owner => new(Topology.Federation, Topology.Epoch, Digest);

    public bool Names(string silo) => Topology.IndexOf(silo) >= 0;

    /// <summary>Whether it says that it comes next.</summary>
    public bool Follows(KnownTopology other) => Topology.Previous == other.Digest && Topology.Epoch == other.Topology.Epoch + 1;

    public EpochDraft ToDraft() => new(
        Digest,
        Topology.Epoch,
        Topology.Previous ?? Digest.None,
        [.. Topology.Silos.Select(silo => silo.Id)],
        Topology.Byzantine,
        Topology.Exchange.Rounds,
        Text ?? string.Empty);
}
