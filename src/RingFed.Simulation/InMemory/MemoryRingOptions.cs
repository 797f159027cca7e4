using RingFed.Federation.Topology;
using RingFed.Federation.Wire;

namespace RingFed.Simulation.InMemory;

/// <summary>A ring in one process. What the topology says holds as it does for daemons; what they read from elsewhere is here.</summary>
public sealed record MemoryRingOptions
{
    /// <summary>Of which exchange and aggregation are used; addresses and keys are not, and nothing is read from its paths.</summary>
    public required FederationTopology Topology { get; init; }

    /// <summary>As in a daemon's session; 0 where what they add up is known already.</summary>
    public int StatisticRounds { get; init; }

    /// <summary>As in a daemon's session; 0 where what they add up is added up elsewhere.</summary>
    public int ClosingRounds { get; init; }

    /// <summary>Whether the model has rounds of training at all.</summary>
    public bool Trains { get; init; } = true;

    /// <summary>Bytes of the chunks that payloads are cut into; no result depends on it.</summary>
    public int ChunkBytes { get; init; } = WireCaps.ChunkBytesMax;

    /// <summary>Threads for aggregation; the result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Silos that work at the same time, 1 or more. The result does not depend on it where workers are independent of each other.</summary>
    public int WorkersMax { get; init; } = Environment.ProcessorCount;

    /// <summary>Takes the seconds of <see cref="Federation.Ring.RoundRecord.Seconds"/>; decides nothing.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
