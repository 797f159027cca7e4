using RingFed.Federation.Masking;

namespace RingFed.Simulation.Masking;

/// <summary>Passes on randomness and keeps what it passed on, so that a checker can draw the same secrets again.</summary>
internal sealed class TapedRandomness(IMaskRandomness source) : IMaskRandomness
{
    private readonly List<byte> tape = [];

    public void Fill(Span<byte> destination)
    {
        source.Fill(destination);
        tape.AddRange(destination);
    }

    /// <summary>What was passed on since the last call.</summary>
    public byte[] Cut()
    {
        byte[] cut = [.. tape];
        tape.Clear();
        return cut;
    }

    /// <summary>Gives the same bytes again.</summary>
    public sealed class Replay(byte[] cut) : IMaskRandomness
    {
        private int place;

        public void Fill(Span<byte> destination)
        {
            cut.AsSpan(place, destination.Length).CopyTo(destination);
            place += destination.Length;
        }
    }
}
