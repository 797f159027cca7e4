using System.Buffers;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Messages;

/// <summary>
/// Body of a chunk frame: <c>[round, origin, root, index, proof, bytes]</c>. Origin is the roster index, 65535 for an
/// aggregate; the proof is the siblings from the leaf up, 32 bytes each.
/// </summary>
internal readonly record struct ChunkFrame(ChunkId Chunk, ReadOnlyMemory<byte> Proof, ReadOnlyMemory<byte> Bytes)
{
    public static void Encode(ref MessagePackWriter writer, ChunkFrame chunk)
    {
        writer.WriteArrayHeader(6);
        writer.Write(chunk.Chunk.Item);
        writer.Write(chunk.Chunk.Index);
        writer.Write(chunk.Proof.Span);
        writer.Write(chunk.Bytes.Span);
    }

    /// <summary>Copies proof and bytes out of the frame.</summary>
    /// <exception cref="WireException">Malformed, or over a cap.</exception>
    public static ChunkFrame Decode(in Frame frame)
    {
        (ChunkId chunk, ReadOnlySequence<byte> proof, ReadOnlySequence<byte> bytes) = Read(frame);
        return new ChunkFrame(chunk, proof.ToArray(), bytes.ToArray());
    }

    /// <summary>Proof and bytes where they lie in the frame.</summary>
    /// <exception cref="WireException">Malformed, or over a cap.</exception>
    public static (ChunkId Chunk, ReadOnlySequence<byte> Proof, ReadOnlySequence<byte> Bytes) Read(in Frame frame)
    {
        MessagePackReader reader = new(frame.Body);
        reader.RequireArray(6, "chunk");
        ItemId item = reader.RequireItem();
        int index = (int)reader.RequireCount(MessageCaps.ChunksPerItemMax - 1, "index");
        ReadOnlySequence<byte> proof = reader.RequireBytesUpTo(MessageCaps.ProofDepthMax * Digest.Length, "proof");
        ReadOnlySequence<byte> bytes = reader.RequireBytesUpTo(WireCaps.ChunkBytesMax, "bytes");
        reader.RequireEnd("chunk");
        return (new ChunkId(item, index), proof, bytes);
    }
}
