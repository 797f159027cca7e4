using RingFed.Federation.Messages;

namespace RingFed.Simulation.Attackers;

/// <summary>Sends items less their last chunks, and now and then a frame that ends too early or says so.</summary>
internal sealed class Truncation : Attack
{
    private const int FramesPerCut = 60;

    public override SentChunk? Twist(Adversary by, int peer, SentChunk chunk) => chunk.Id.Index == 0 ? chunk : null;

    public override byte[] Damage(Adversary by, byte[] frame)
    {
        if (!by.Dice.OneIn(FramesPerCut))
        {
            return frame;
        }

        byte[] cut = frame[..by.Dice.Below(frame.Length)];
        if (cut.Length > Federation.Wire.FrameHeader.Size && by.Dice.OneIn(2))
        {
            // With a length to match, so that the body is read and found wanting.
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(cut.AsSpan(8), cut.Length - Federation.Wire.FrameHeader.Size);
        }

        return cut;
    }
}
