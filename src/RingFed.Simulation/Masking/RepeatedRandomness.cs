using RingFed.Federation.Masking;

namespace RingFed.Simulation.Masking;

/// <summary>A defect: each draw of a new program, and of each exchange, yields the same numbers.</summary>
internal sealed class RepeatedRandomness(ulong seed) : IMaskRandomness
{
    public void Fill(Span<byte> destination) => new SeededMaskRandomness(new Dice(seed)).Fill(destination);
}
