namespace RingFed.Federation.Masking.Payloads;

/// <summary>First byte of every payload.</summary>
internal static class PayloadStatus
{
    public const byte Abstains = 0;
    public const byte Given = 1;

    public static bool IsGiven(ReadOnlyMemory<byte> payload, int length) => payload.Length == length && payload.Span[0] == Given;
}
