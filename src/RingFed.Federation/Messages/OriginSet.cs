using System.Buffers.Binary;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Messages;

/// <summary>Some silos of a roster, by index: bit i is silo i. 16 bytes on the wire, lowest silos first; compared by value.</summary>
internal readonly record struct OriginSet(UInt128 Bits)
{
    /// <summary>Bytes on the wire: one bit for each silo of the largest roster.</summary>
    public const int Length = WireCaps.SilosMax / 8;

    public bool IsEmpty => Bits == 0;

    public int Count => (int)UInt128.PopCount(Bits);

    public bool Contains(int origin) => (Bits >> origin & 1) != 0;

    /// <summary>No silo beyond a roster of this many.</summary>
    public bool LiesWithin(int silos) => silos >= WireCaps.SilosMax || Bits >> silos == 0;

    public OriginSet With(int origin) => new(Bits | UInt128.One << origin);

    public OriginSet Union(OriginSet other) => new(Bits | other.Bits);

    public OriginSet Intersect(OriginSet other) => new(Bits & other.Bits);

    public OriginSet Except(OriginSet other) => new(Bits & ~other.Bits);

    /// <summary>Roster indices, ascending.</summary>
    public IReadOnlyList<int> ToList()
    {
        int[] origins = new int[Count];
        UInt128 rest = Bits;
        for (int index = 0; index < origins.Length; index++)
        {
            origins[index] = (int)UInt128.TrailingZeroCount(rest);
            rest &= rest - 1;
        }

        return origins;
    }

    public static OriginSet Of(IEnumerable<int> origins) =>
        new(origins.Aggregate(UInt128.Zero, (bits, origin) => bits | UInt128.One << origin));

    /// <summary>The whole roster.</summary>
    public static OriginSet All(int silos) => new(UInt128.MaxValue >> (WireCaps.SilosMax - silos));

    public static OriginSet Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128LittleEndian(bytes));

    public void CopyTo(Span<byte> target) => BinaryPrimitives.WriteUInt128LittleEndian(target, Bits);

    public override string ToString() => string.Join(",", ToList());
}
