using RingFed.Federation.Messages;
using RingFed.Federation.Wire;
using RingFed.Simulation;
using RingFed.Simulation.Checks;

namespace RingFed.Federation.Tests.Simulation.Checks;

public sealed class TrafficBoundTests
{
    private static readonly SimulationOptions Options = new() { Seed = 1, Silos = 4, Rounds = 1, ChunksPerPayload = 2 };
    private readonly TrafficBook traffic = new(silos: 4);
    private readonly List<string> objections = [];

    public TrafficBoundTests() => SendOf(0, chunks: 6);

    [Fact]
    public void Each_payload_once_in_each_round_and_a_twentieth_more_is_fine()
    {
        SendOf(1, chunks: 6);
        traffic.Sent(2, bytes: 12 * WireCaps.ChunkBytesMax / 20);

        Assert.Empty(Judge());
    }

    [Fact]
    public void A_chunk_that_is_sent_twice_is_noticed()
    {
        SendOf(0, chunks: 1);

        Assert.Equal("a silo sent 7 chunks for a round, more than 6, although nothing went wrong", Assert.Single(Judge()));
    }

    [Fact]
    public void More_than_a_twentieth_of_anything_else_is_noticed()
    {
        SendOf(1, chunks: 6);
        traffic.Sent(2, bytes: (12 * WireCaps.ChunkBytesMax / 20) + 1);

        Assert.StartsWith("a silo sent 3303015 bytes, more than 3303014,", Assert.Single(Judge()), StringComparison.Ordinal);
    }

    [Fact]
    public void In_neighbour_exchange_a_third_sending_of_the_own_payload_is_noticed()
    {
        SimulationOptions options = Options with { Silos = 200, ExchangesWithNeighbours = true };
        TrafficBook book = new(silos: 200);
        long enough = 4 * WireCaps.ChunkBytesMax * 105 / 100;
        book.Sent(2, enough);
        TrafficBound.Require(options, book, (holds, otherwise) => Assert.True(holds, otherwise));

        book.Sent(2, bytes: 2 * WireCaps.ChunkBytesMax);
        TrafficBound.Require(options, book, (holds, otherwise) => objections.AddRange(holds ? [] : [otherwise]));

        Assert.Contains($"more than {enough},", Assert.Single(objections), StringComparison.Ordinal);
    }

    private void SendOf(int round, int chunks)
    {
        for (int index = 0; index < chunks; index++)
        {
            traffic.Sent(2, new ChunkId(new ItemId(round, index / 2, Digest.None), index % 2), WireCaps.ChunkBytesMax);
        }
    }

    private List<string> Judge()
    {
        TrafficBound.Require(Options, traffic, (holds, otherwise) => objections.AddRange(holds ? [] : [otherwise]));
        return objections;
    }
}
