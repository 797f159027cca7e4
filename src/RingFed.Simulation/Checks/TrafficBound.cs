using RingFed.Federation.Wire;

namespace RingFed.Simulation.Checks;

/// <summary>
/// What a relay round may cost a silo while nothing goes wrong (DESIGN 7.6): each payload of the others but one, or its own
/// and of the others but two, leaves once; envelopes, votes, proofs and frames add no more than a twentieth.
/// </summary>
internal static class TrafficBound
{
    private const double BytesOverMax = 1.05;

    public static void Require(SimulationOptions options, TrafficBook traffic, Action<bool, string> require)
    {
        long chunks = (options.Silos - 1L) * options.ChunksPerPayload;
        require(traffic.ChunksSentMax <= chunks, $"a silo sent {traffic.ChunksSentMax} chunks for a round, more than {chunks}, although nothing went wrong");
        long bytes = (long)(BytesOverMax * traffic.Rounds * chunks * WireCaps.ChunkBytesMax);
        require(traffic.BytesSentMax <= bytes, $"a silo sent {traffic.BytesSentMax} bytes, more than {bytes}, although nothing went wrong");
    }
}
