using System.Security.Cryptography;

namespace RingFed.Federation.Masking;

/// <summary>The mask that two silos share: the lower place in the roster adds it, the higher subtracts it, and both cancel.</summary>
internal static class PairMask
{
    public static bool Subtracts(int silo, int other) => silo > other;

    /// <param name="key">Pair key of <paramref name="owner"/> for the sum.</param>
    public static void Apply(
        MaskContext context, MaskedBatch batch, int sum, AgreementKey key, int owner, int other, Span<UInt128> values, bool subtract)
    {
        Span<byte> mask = stackalloc byte[MaskStream.KeyLength];
        byte[] agreed = key.Agree(batch.Keys[other].PairKey(batch.SlotOf(sum)));
        context.PairKey(agreed, batch.Number, sum, owner, other, mask);
        MaskStream.Apply(mask, values, subtract);
        CryptographicOperations.ZeroMemory(agreed);
        CryptographicOperations.ZeroMemory(mask);
    }
}
