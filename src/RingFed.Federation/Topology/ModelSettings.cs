namespace RingFed.Federation.Topology;

/// <summary>What is trained.</summary>
public sealed record ModelSettings
{
    /// <summary>Model's name, such as ctgan. Which exist is known to the learning side, which refuses others.</summary>
    public required string Kind { get; init; }

    /// <summary>File of the cohort's schema; relative paths are taken from the topology file's folder.</summary>
    public required string SchemaPath { get; init; }

    /// <summary>Digest of the agreed schema, "sha256:" and hexadecimal digits; null leaves it to the layout digest.</summary>
    public string? SchemaDigest { get; init; }

    /// <summary>Seed of the initial parameters, 0 to 2^53-1; the same bits at every silo.</summary>
    public required long Seed { get; init; }

    /// <summary>Hyper-parameters by name, as the model documents them.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();
}
