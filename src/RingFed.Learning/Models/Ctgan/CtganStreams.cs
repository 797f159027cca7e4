using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Models.Ctgan;

/// <summary>The training seed's separate uses, so that one's draws do not repeat another's.</summary>
internal sealed class CtganStreams(long seed)
{
    public long Modes { get; } = Derive(seed, 0);

    public long Batches { get; } = Derive(seed, 1);

    public long Shuffles { get; } = Derive(seed, 2);

    public long Noise { get; } = Derive(seed, 3);

    private static long Derive(long seed, int stream) => unchecked((long)new SeededRandom(seed, stream).NextBits());
}
