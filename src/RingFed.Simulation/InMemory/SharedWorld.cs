using RingFed.Federation.Identity;

namespace RingFed.Simulation.InMemory;

/// <summary>What all silos of a ring in memory share.</summary>
/// <param name="Keys">Digests of the silos' keys, in roster order; made for the run.</param>
/// <param name="Working">Bounds how many silos work at once.</param>
internal sealed record SharedWorld(
    VirtualClock Clock, MemoryNetwork Network, RecordVerifier Verifier, IReadOnlyList<SpkiDigest> Keys, SemaphoreSlim Working, CancellationToken Stop);
