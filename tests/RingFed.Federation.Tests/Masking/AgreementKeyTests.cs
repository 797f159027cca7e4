using RingFed.Federation.Masking;

namespace RingFed.Federation.Tests.Masking;

public sealed class AgreementKeyTests
{
    /// <summary>SEC 2, 2.4.2.</summary>
    private const string Generator =
        "6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296" +
        "4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5";

    [Fact]
    public void The_public_key_of_one_is_the_generator()
    {
        Assert.Equal(Generator, Convert.ToHexString(PublicOf(new Scalar(1))));
        Assert.True(AgreementKey.IsPublicKey(Convert.FromHexString(Generator)));
    }

    [Fact]
    public void Two_silos_agree_on_a_secret()
    {
        using AgreementKey one = new(new Scalar(5));
        using AgreementKey other = new(new Scalar(77));
        Assert.Equal(one.Agree(PublicOf(new Scalar(77))), other.Agree(PublicOf(new Scalar(5))));
    }

    [Fact]
    public void What_lies_off_the_curve_or_beyond_its_field_is_no_key()
    {
        byte[] off = Convert.FromHexString(Generator);
        off[63] ^= 1;
        Assert.False(AgreementKey.IsPublicKey(off));
        Assert.False(AgreementKey.IsPublicKey(new byte[64]));

        byte[] beyond = new byte[64];
        beyond.AsSpan().Fill(0xFF);
        Assert.False(AgreementKey.IsPublicKey(beyond));
    }

    private static byte[] PublicOf(Scalar secret)
    {
        byte[] bytes = new byte[AgreementKey.PublicLength];
        using AgreementKey key = new(secret);
        key.CopyPublicTo(bytes);
        return bytes;
    }
}
