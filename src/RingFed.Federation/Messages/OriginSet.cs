using System.Buffers.Binary;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Messages;

/// <summary>Some silos of a roster, by index: bit i is silo i. 16 bytes on the wire, lowest silos first; compared by value.</summary>
internal readonly record struct OriginSet(UInt128 Bits)
{
    /// <summary>Bytes on the wire: one bit for each silo of the largest roster.</summary>
    public const int Length = WireCaps.SilosMax / 8;

    public bool IsEmpty => Bits == 0;

    public bool Contains(int origin) => (Bits >> origin & 1) != 0;

    /// <summary>No silo beyond a roster of this many.</summary>
    public bool LiesWithin(int silos) => silos >= WireCaps.SilosMax || Bits >> silos == 0;

    /// <summary>Roster indices, ascending.</summary>
    public IReadOnlyList<int> ToList() => [.. Enumerable.Range(0, WireCaps.SilosMax).Where(Contains)];

    public static OriginSet Of(IEnumerable<int> origins) =>
        new(origins.Aggregate(UInt128.Zero, (bits, origin) => bits | UInt128.One << origin));

    public static OriginSet Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128LittleEndian(bytes));

    public void CopyTo(Span<byte> target) => BinaryPrimitives.WriteUInt128LittleEndian(target, Bits);

    public override string ToString() => string.Join(",", ToList());
}
