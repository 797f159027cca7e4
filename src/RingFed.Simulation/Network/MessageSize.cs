using System.Numerics;
using RingFed.Federation.Messages;

namespace RingFed.Simulation.Network;

/// <summary>Bytes of frames on the wire, inside TLS, as the shipping codecs write them give or take a few.</summary>
internal static class MessageSize
{
    private const int HeaderBytes = 12;
    private const int SignatureBytes = 72;
    private const int FieldsBytes = 16;

    public static long Of(RingMessage message) => HeaderBytes + FieldsBytes + (message switch
    {
        RecordMessage { Record: var record } => record.Bytes.Length + SignatureBytes,
        Summary summary => (summary.Records.Count * (Digest.Length + 2L)) + summary.Items.Sum(item => (long)FieldsBytes + item.Chunks.Length),
        Want want => want.Held.Length,
        WantRecords want => want.Ids.Count * (Digest.Length + 2L),
        CloseMessage { Close: var close } => 1024 + (close.Precommits.Count * (long)SignatureBytes) + (close.Proposal.Haves.Count * (Digest.Length + 2L)),
        NeighbourStanding standing => standing.Holdings.Sum(holding => Digest.Length + (long)FieldsBytes + holding.Chunks.Length),
        TopologyText topology => topology.Text.Length,
        Hello => 120,
        _ => 0,
    });

    /// <summary>A chunk with its proof: one digest a level of the tree.</summary>
    public static long Of(PayloadManifest manifest, int index) =>
        HeaderBytes + FieldsBytes + manifest.BytesOf(index) + (Digest.Length * BitOperations.Log2((uint)(2 * manifest.ChunkCount) - 1));
}
