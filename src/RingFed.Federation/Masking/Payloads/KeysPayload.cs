using RingFed.Federation.Messages;

namespace RingFed.Federation.Masking.Payloads;

/// <summary>
/// One silo's public keys for a batch of B sums (MASKING.md, Keys).
/// <code>
/// 0   1             65                129              161
/// 1 | sealing key | pair key, sum 0 | commitment of the seed, sum 0 | ... B times 96 bytes
/// </code>
/// </summary>
internal readonly struct KeysPayload(ReadOnlyMemory<byte> bytes)
{
    private const int HeadLength = 1 + AgreementKey.PublicLength;
    private const int SumLength = AgreementKey.PublicLength + Digest.Length;

    public static int Length(int sums) => HeadLength + (sums * SumLength);

    /// <summary>In memory of its own.</summary>
    public KeysPayload Copy() => new(bytes.ToArray());

    public ReadOnlySpan<byte> SealingKey => bytes.Span.Slice(1, AgreementKey.PublicLength);

    public ReadOnlySpan<byte> PairKey(int slot) => bytes.Span.Slice(HeadLength + (slot * SumLength), AgreementKey.PublicLength);

    public Digest SeedCommitment(int slot) => new(bytes.Span.Slice(HeadLength + (slot * SumLength) + AgreementKey.PublicLength, Digest.Length));

    public static byte[] Write(OwnSecrets secrets, MaskContext context, int origin)
    {
        byte[] bytes = new byte[Length(secrets.Sums)];
        bytes[0] = PayloadStatus.Given;
        using (AgreementKey key = new(secrets.Sealing))
        {
            key.CopyPublicTo(bytes.AsSpan(1));
        }

        for (int slot = 0; slot < secrets.Sums; slot++)
        {
            Span<byte> target = bytes.AsSpan(HeadLength + (slot * SumLength), SumLength);
            using AgreementKey key = new(secrets.Pair(slot));
            key.CopyPublicTo(target);
            context.SeedCommitment(origin, secrets.Seed(slot)).CopyTo(target[AgreementKey.PublicLength..]);
        }

        return bytes;
    }

    /// <summary>Whether every key in it is one.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, int sums, out KeysPayload payload)
    {
        payload = new KeysPayload(bytes);
        if (!PayloadStatus.IsGiven(bytes, Length(sums)) || !AgreementKey.IsPublicKey(payload.SealingKey))
        {
            return false;
        }

        for (int slot = 0; slot < sums; slot++)
        {
            if (!AgreementKey.IsPublicKey(payload.PairKey(slot)))
            {
                return false;
            }
        }

        return true;
    }
}
