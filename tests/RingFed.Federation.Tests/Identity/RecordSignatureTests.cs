using RingFed.Federation.Identity;

namespace RingFed.Federation.Tests.Identity;

public sealed class RecordSignatureTests
{
    private static readonly byte[] Record = [1, 2, 3];

    private readonly SiloKey key = SiloKey.Create();
    private readonly RecordVerifier verifier = new();

    [Fact]
    public void A_record_verifies_under_its_signers_digest_and_no_other()
    {
        using SiloKey other = SiloKey.Create();
        byte[] signature = new RecordSigner(key).Sign(Record);

        Assert.Equal(RecordSignature.Size, signature.Length);
        Assert.True(verifier.Verify(key.Digest, Record, signature));
        Assert.True(verifier.Verify(key.Digest, Record, new RecordSigner(key).Sign(Record)));
        Assert.False(verifier.Verify(other.Digest, Record, signature));
        Assert.False(verifier.Verify(key.Digest, [1, 2, 4], signature));
    }

    [Fact]
    public void Every_flipped_bit_of_a_signature_is_noticed()
    {
        byte[] signature = new RecordSigner(key).Sign(Record);
        for (int bit = 0; bit < 8 * signature.Length; bit++)
        {
            byte[] flipped = (byte[])signature.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(verifier.Verify(key.Digest, Record, flipped), $"bit {bit}");
        }
    }

    [Fact]
    public void Signatures_of_any_other_length_or_algorithm_are_not_good()
    {
        byte[] signature = new RecordSigner(key).Sign(Record);
        Assert.False(verifier.Verify(key.Digest, Record, []));
        Assert.False(verifier.Verify(key.Digest, Record, signature[..^1]));
        Assert.False(verifier.Verify(key.Digest, Record, [.. signature, 0]));
        signature[0] = 2;
        Assert.False(verifier.Verify(key.Digest, Record, signature));
    }

    [Fact]
    public void A_digest_of_something_that_is_no_key_verifies_nothing()
    {
        byte[] signature = new RecordSigner(key).Sign(Record);
        signature.AsSpan(1, RecordSignature.PublicKeySize).Clear();
        SpkiDigest ofZeros = SpkiDigest.Of(new byte[RecordSignature.PublicKeySize]);
        Assert.False(verifier.Verify(ofZeros, Record, signature));
    }
}
