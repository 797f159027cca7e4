using System.Buffers.Binary;
using RingFed.Federation.Masking;

namespace RingFed.Simulation.Masking;

/// <summary>Randomness of a rehearsal, from its dice. Never of a daemon: whoever knows the seed strips every mask.</summary>
internal sealed class SeededMaskRandomness(Dice dice) : IMaskRandomness
{
    public void Fill(Span<byte> destination)
    {
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        for (int first = 0; first < destination.Length; first += sizeof(ulong))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(word, dice.Next());
            word[..Math.Min(sizeof(ulong), destination.Length - first)].CopyTo(destination[first..]);
        }
    }
}
