namespace RingFed.Federation.Topology;

/// <summary>Versions that all silos must share; an upgrade is an epoch.</summary>
public sealed record ProtocolSettings
{
    /// <summary>
    /// Oldest wire protocol that a silo of this epoch may speak; default 1. Links speak the newest that both ends know, so
    /// daemons are upgraded one by one, and an epoch with a higher number then ends the old version.
    /// </summary>
    public int Version { get; init; } = 1;

    /// <summary>Revision of the aggregation arithmetic: other bits, other revision. Default 1.</summary>
    public int RuleRevision { get; init; } = 1;
}
