namespace RingFed.Federation.Topology;

/// <summary>Versions that all silos must share; an upgrade is an epoch.</summary>
public sealed record ProtocolSettings
{
    /// <summary>Wire protocol; default 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Revision of the aggregation arithmetic: other bits, other revision. Default 1.</summary>
    public int RuleRevision { get; init; } = 1;
}
