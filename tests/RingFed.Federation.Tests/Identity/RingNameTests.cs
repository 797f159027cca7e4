using RingFed.Federation.Identity;

namespace RingFed.Federation.Tests.Identity;

public sealed class RingNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("0")]
    [InlineData("hemato-eu")]
    [InlineData("a--b")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void A_dns_label_in_lower_case_is_a_name(string name) => Assert.True(RingName.IsValid(name));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a_b")]
    [InlineData("a.b")]
    [InlineData("a/b")]
    [InlineData("é")]
    [InlineData("٣")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Anything_else_is_not_and_the_error_has_the_rule(string? name)
    {
        Assert.False(RingName.IsValid(name));
        Assert.Contains(RingName.Rule, Assert.Throws<ArgumentException>(() => RingName.Require(name, "silo")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ringfed://f/s", true)]
    [InlineData("ringfed://f/s/", false)]
    [InlineData("ringfed://f/s?x", false)]
    [InlineData("ringfed://f", false)]
    [InlineData("ringfed:///s", false)]
    [InlineData("RINGFED://f/s", false)]
    [InlineData("https://f/s", false)]
    public void A_ring_uri_is_exactly_scheme_federation_and_silo(string text, bool valid) =>
        Assert.Equal(valid ? new RingUri("f", "s") : null, RingUri.Parse(text));
}
