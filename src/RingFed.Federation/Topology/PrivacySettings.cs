namespace RingFed.Federation.Topology;

/// <summary>At what level differential privacy is promised.</summary>
public enum PrivacyLevel
{
    /// <summary>None: what is sent is neither noised nor accounted.</summary>
    None,
}

/// <summary>What protects records in what leaves a silo.</summary>
public sealed record PrivacySettings
{
    /// <summary>Default none, the only level of this version.</summary>
    public PrivacyLevel Dp { get; init; } = PrivacyLevel.None;
}
