using System.Buffers;
using RingFed.Federation.Messages;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Transport;

/// <summary>
/// A chunk as it came, in rented memory, until the session has said what becomes of it. Whoever takes it out of the inbox
/// gives it back; one that is never taken is the garbage collector's.
/// </summary>
internal sealed class ChunkBuffer
{
    private readonly byte[] proof;
    private readonly byte[] bytes;
    private bool isReturned;

    private ChunkBuffer(ChunkId chunk, in ReadOnlySequence<byte> proof, in ReadOnlySequence<byte> bytes)
    {
        this.proof = ArrayPool<byte>.Shared.Rent((int)proof.Length);
        this.bytes = ArrayPool<byte>.Shared.Rent((int)bytes.Length);
        proof.CopyTo(this.proof);
        bytes.CopyTo(this.bytes);
        Frame = new ChunkFrame(chunk, this.proof.AsMemory(0, (int)proof.Length), this.bytes.AsMemory(0, (int)bytes.Length));
    }

    /// <summary>Not to be used after <see cref="Return"/>.</summary>
    public ChunkFrame Frame { get; }

    /// <summary>Copies proof and bytes out of the frame.</summary>
    /// <exception cref="WireException">Malformed, or over a cap.</exception>
    public static ChunkBuffer Decode(in Frame frame)
    {
        (ChunkId chunk, ReadOnlySequence<byte> proof, ReadOnlySequence<byte> bytes) = ChunkFrame.Read(frame);
        return new ChunkBuffer(chunk, proof, bytes);
    }

    public void Return()
    {
        ObjectDisposedException.ThrowIf(isReturned, this);
        isReturned = true;
        ArrayPool<byte>.Shared.Return(proof);
        ArrayPool<byte>.Shared.Return(bytes);
    }
}
