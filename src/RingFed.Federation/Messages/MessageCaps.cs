using RingFed.Federation.Wire;

namespace RingFed.Federation.Messages;

/// <summary>
/// What a neighbour's messages can make this silo hold or compute, beyond the frame caps of <see cref="WireCaps"/>.
/// Checked before allocating.
/// </summary>
internal static class MessageCaps
{
    /// <summary>256 Mi parameters as float32: far above any model of MODELS.md, far below what would exhaust a site.</summary>
    public const long PayloadBytesMax = 1L << 30;

    /// <summary>Statistic and training rounds of one epoch; the topology allows a million of the latter.</summary>
    public const int RoundMax = 2_000_000;

    /// <summary>Smaller chunks would cost more in proofs than in payload.</summary>
    public const int ChunkBytesMin = 256;

    /// <summary>A bitmap of an item's chunks stays below 2 KiB, and all bitmaps of a summary below its frame's cap.</summary>
    public const int ChunksPerItemMax = 1 << 14;

    /// <summary>log2 of <see cref="ChunksPerItemMax"/>.</summary>
    public const int ProofDepthMax = 14;

    /// <summary>Bytes of a bitmap over the chunks of the largest item.</summary>
    public const int BitmapBytesMax = ChunksPerItemMax / 8;

    /// <summary>A P-256 signature in DER takes up to 72 bytes; room for the algorithms that follow.</summary>
    public const int SignatureBytesMax = 256;

    /// <summary>Bytes of one record's body: names, counts and a dozen digests.</summary>
    public const int RecordBodyBytesMax = 3 * 1024;

    /// <summary>Two kinds of record, three rounds, each silo of the largest roster.</summary>
    public const int SummaryRecordsMax = 6 * WireCaps.SilosMax;

    /// <summary>Payloads of two open rounds, and some room.</summary>
    public const int SummaryItemsMax = 3 * WireCaps.SilosMax;
}
