namespace RingFed.Federation.Masking.Payloads;

/// <summary>
/// The shares that one holder releases: n places in roster order (MASKING.md, Unmask).
/// <code>
/// 1 byte 1, then for each of n silos
/// 0      1
/// kind | share |   33 bytes; kind 0 with zeros for a silo of whom nothing is released
/// </code>
/// </summary>
internal readonly struct UnmaskPayload(ReadOnlyMemory<byte> bytes)
{
    private const int PlaceLength = 1 + Scalar.Length;

    public static int Length(int silos) => 1 + (silos * PlaceLength);

    public static bool TryRead(ReadOnlyMemory<byte> bytes, int silos, out UnmaskPayload payload)
    {
        payload = new UnmaskPayload(bytes);
        return PayloadStatus.IsGiven(bytes, Length(silos));
    }

    public ShareKind Kind(int member) => (ShareKind)bytes.Span[PlaceOf(member)];

    /// <returns>False for bytes that are no number of the field.</returns>
    public bool TryShare(int member, out Scalar share) => Scalar.TryRead(bytes.Span.Slice(PlaceOf(member) + 1, Scalar.Length), out share);

    public static byte[] Empty(int silos)
    {
        byte[] bytes = new byte[Length(silos)];
        bytes[0] = PayloadStatus.Given;
        return bytes;
    }

    public static void Write(byte[] bytes, int member, ShareKind kind, in Scalar share)
    {
        bytes[PlaceOf(member)] = (byte)kind;
        share.CopyTo(bytes.AsSpan(PlaceOf(member) + 1));
    }

    private static int PlaceOf(int member) => 1 + (member * PlaceLength);
}
