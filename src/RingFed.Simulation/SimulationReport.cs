namespace RingFed.Simulation;

/// <summary>What a run came to.</summary>
/// <param name="Options">With the faults that were drawn.</param>
/// <param name="RoundsClosed">By the silo that closed fewest of those that the ring owes its rounds.</param>
/// <param name="Violations">Broken invariants; none in a correct ring.</param>
/// <param name="Stalled">What each silo that did not complete was waiting for.</param>
/// <param name="ChunksSentMax">Most chunks one silo sent for one round.</param>
/// <param name="BytesSentMax">Most bytes one silo sent in all.</param>
/// <param name="VirtualMs">Moment at which the last silo completed.</param>
/// <param name="EventCount">Everything that happened.</param>
/// <param name="Epochs">Changes of the topology that took effect.</param>
/// <param name="Missed">Neighbours that records of neighbour exchange name as not merged, each with silo, round and reason.</param>
/// <param name="EffectsDigest">SHA-256 of all effects of all silos in order; null when it was not asked for.</param>
public sealed record SimulationReport(
    SimulationOptions Options,
    int RoundsClosed,
    int FaultsInjected,
    IReadOnlyList<string> Violations,
    IReadOnlyList<string> Stalled,
    long ChunksSentMax,
    long BytesSentMax,
    long VirtualMs,
    long EventCount,
    int Epochs,
    IReadOnlyList<string> Missed,
    string? EffectsDigest)
{
    /// <summary>Masked sums completed.</summary>
    public int Sums { get; init; }

    /// <summary>Why a fit ended before its last sum, as operators read it.</summary>
    public IReadOnlyList<string> SumsRefused { get; init; } = [];

    public bool IsSound => Violations.Count == 0 && Stalled.Count == 0;

    public override string ToString() => IsSound
        ? $"{Options}: {RoundsClosed} rounds closed, {FaultsInjected} faults"
        : $"{Options}: {string.Join("; ", Violations.Concat(Stalled))}";
}
