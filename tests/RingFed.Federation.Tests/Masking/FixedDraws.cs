using RingFed.Federation.Masking;

namespace RingFed.Federation.Tests.Masking;

/// <summary>Randomness whose draws are the given small numbers, one after another.</summary>
internal sealed class FixedDraws(params byte[] numbers) : IMaskRandomness
{
    private int drawn;

    public void Fill(Span<byte> destination)
    {
        destination.Clear();
        destination[^1] = numbers[drawn++];
    }
}
