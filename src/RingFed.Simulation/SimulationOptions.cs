namespace RingFed.Simulation;

/// <summary>One run on virtual time: everything that happens follows from these values.</summary>
public sealed record SimulationOptions
{
    public required ulong Seed { get; init; }

    /// <summary>2 or more.</summary>
    public int Silos { get; init; } = 4;

    /// <summary>Parameter rounds; one statistic round precedes them.</summary>
    public int Rounds { get; init; } = 3;

    public int ChunksPerPayload { get; init; } = 8;

    /// <summary>What goes wrong; none by default.</summary>
    public FaultKinds Faults { get; init; }

    /// <summary>Virtual milliseconds during which faults strike; then everything heals.</summary>
    public long FaultyMs { get; init; } = 20_000;

    /// <summary>Virtual milliseconds after healing within which all silos must have closed their last round.</summary>
    public long HealedMs { get; init; } = 600_000;

    /// <summary>Whether the report has a digest of all effects, which takes most of a run's time.</summary>
    public bool TracesEffects { get; init; }

    public override string ToString() =>
        $"seed {Seed}: {Silos} silos, {Rounds} rounds, {ChunksPerPayload} chunks, faults {Faults}, faulty for {FaultyMs} ms";
}

/// <summary>Faults by name.</summary>
[Flags]
public enum FaultKinds
{
    None = 0,

    /// <summary>A connection between two neighbours breaks, and dials fail for a while. What was in flight is lost.</summary>
    LinkCuts = 1,

    /// <summary>A silo loses its memory at any moment, keeps its disk, and starts again. The write in progress may be lost.</summary>
    Crashes = 2,

    /// <summary>All silos crash at once.</summary>
    PowerCuts = 4,

    All = LinkCuts | Crashes | PowerCuts,
}
