using System.Text;
using RingFed.Federation.Identity;

namespace RingFed.Federation.Tests.Identity;

public sealed class SpkiDigestTests
{
    // SHA-256("abc"), FIPS 180-4, example B.1.
    private const string Abc = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    [Fact]
    public void The_text_form_is_the_hash_in_lower_case_hexadecimal()
    {
        Assert.Equal(Abc, SpkiDigest.Of(Encoding.ASCII.GetBytes("abc")).Text);
        Assert.Equal(SpkiDigest.Of(Encoding.ASCII.GetBytes("abc")), SpkiDigest.Parse(Abc));
        Assert.Equal(0xad, SpkiDigest.Parse(Abc)!.ToBytes()[^1]);
    }

    [Fact]
    public void Other_texts_are_not_digests()
    {
        Assert.Null(SpkiDigest.Parse(Abc.ToUpperInvariant()));
        Assert.Null(SpkiDigest.Parse(Abc[..^1]));
        Assert.Null(SpkiDigest.Parse(Abc[..^1] + "g"));
        Assert.Null(SpkiDigest.Parse(Abc["sha256:".Length..]));
    }
}
