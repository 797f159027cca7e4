using System.Text;
using RingFed.Federation.Aggregation;
using RingFed.Federation.Codecs;
using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Topology;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Transport;

/// <summary>What the topology says about encoding and merging.</summary>
/// <param name="ChunkBytes">Size of the chunks that this silo cuts its payloads into.</param>
/// <param name="Byzantine">f of the topology.</param>
/// <param name="Threads">For aggregation; the result does not depend on it.</param>
internal sealed record WorkshopSettings(
    List<string> Roster, PayloadCodec Codec, int ChunkBytes, string Rule, int? Byzantine, int Threads)
{
    /// <summary>Aggregates are exact: canonical bytes are little-endian float32.</summary>
    public const string AggregateCodec = "float32";

    /// <summary>One size at all silos: the votes name the aggregate's chunks, so they must be the same ones.</summary>
    public const int AggregateChunkBytes = WireCaps.ChunkBytesMax;

    /// <summary>This silo's place in the roster.</summary>
    public required int Self { get; init; }

    /// <summary>Whose turn a training round is, where the rule goes by turns.</summary>
    public required TurnOrder Turns { get; init; }

    public static WorkshopSettings Of(SessionPlan plan, FederationTopology topology, int chunkBytes, int threads) => new(
        [.. plan.Roster],
        PayloadCodec.ByName(UpdateCodecNames.Of(topology.Exchange.Codec)),
        chunkBytes,
        topology.Aggregation.Rule,
        topology.Byzantine,
        threads)
    {
        Self = plan.Self,
        Turns = new TurnOrder(plan.Roster, plan.Phases.Opening),
    };

    /// <summary>The rule takes another silo's parameters in this round, whatever this one would train.</summary>
    public bool IsIdleIn(int round) => Rule == AggregationRules.Sequential && Turns.Of(round)[0] != Roster[Self];
}

/// <summary>What is gathered has no layout of its own: the query's name and the payload's length stand for one.</summary>
internal static class GatherLayout
{
    public static Digest DigestOf(string query, int bytes) => Digest.Of(Encoding.UTF8.GetBytes($"ringfed/1/gather {bytes} {query}"));
}
