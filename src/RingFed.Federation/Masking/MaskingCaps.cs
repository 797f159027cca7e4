using System.Numerics;

namespace RingFed.Federation.Masking;

/// <summary>Sizes of masked sums, and how many rounds they take.</summary>
public static class MaskingCaps
{
    /// <summary>Sums whose keys are exchanged at once: two rounds for 16 sums, at 288 bytes per sum and pair of silos.</summary>
    public const int SumsPerBatchMax = 16;

    /// <summary>A sum of two tells each the other's part.</summary>
    public const int ContributorsMin = 3;

    /// <summary>Bytes of a statistic's name on the wire; its length is one byte.</summary>
    public const int NameBytesMax = 200;

    /// <summary>Entries of one sum: 256 MiB on the wire, a quarter of the largest payload.</summary>
    public const int ValuesMax = 1 << 24;

    /// <summary>Rounds beyond the fewest, for repeats after drop-outs and restarts.</summary>
    public const int SlackRounds = 32;

    /// <summary>Gather rounds to plan for a phase of this many sums: two a batch, two a sum, and the slack; none for no sums.</summary>
    public static int RoundsFor(int sums) => sums == 0
        ? 0
        : checked(2 * ((sums + SumsPerBatchMax - 1) / SumsPerBatchMax) + 2 * sums + SlackRounds);

    /// <summary>Whether a total of this many silos with entries up to the limit stays below 2^127.</summary>
    internal static bool Holds(int silos, Int128 limit) => limit >= 0 && (BigInteger)limit * silos <= (BigInteger)Int128.MaxValue;
}
