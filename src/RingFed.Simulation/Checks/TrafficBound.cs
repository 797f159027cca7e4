using RingFed.Federation.Wire;

namespace RingFed.Simulation.Checks;

/// <summary>
/// What a relay round may cost a silo while nothing goes wrong (DESIGN 7.6): each payload of the others but one, or its own
/// and of the others but two, leaves once; envelopes, votes, proofs and frames add no more than a twentieth. Of neighbour
/// exchange: its own payload leaves twice.
/// </summary>
internal static class TrafficBound
{
    private const double BytesOverMax = 1.05;

    public static void Require(SimulationOptions options, TrafficBook traffic, Action<bool, string> require)
    {
        int exchanged = options.ExchangesWithNeighbours ? options.Rounds : 0;
        long relayed = options.StatisticRounds + options.Rounds + options.ClosingRounds - exchanged;
        long others = options.Silos - 1L;
        long chunks = (relayed > 0 ? others : Math.Min(2, others)) * options.ChunksPerPayload;
        require(traffic.ChunksSentMax <= chunks, $"a silo sent {traffic.ChunksSentMax} chunks for a round, more than {chunks}, although nothing went wrong");
        long payloads = (relayed * others) + (exchanged * Math.Min(2, others));
        long bytes = (long)(BytesOverMax * payloads * options.ChunksPerPayload * WireCaps.ChunkBytesMax);
        require(traffic.BytesSentMax <= bytes, $"a silo sent {traffic.BytesSentMax} bytes, more than {bytes}, although nothing went wrong");
    }
}
