using RingFed.Federation.Topology;

namespace RingFed.Federation.Tests.Topology;

public sealed class SiloAddressTests
{
    [Theory]
    [InlineData("a.example:1", "a.example:1")]
    [InlineData("A.Example:65535", "a.example:65535")]
    [InlineData("10.0.0.1:7443", "10.0.0.1:7443")]
    [InlineData("[::1]:7443", "[::1]:7443")]
    [InlineData("compose_host:7443", "compose_host:7443")]
    public void A_host_and_a_port_are_an_address(string text, string canonical) =>
        Assert.Equal(canonical, SiloAddress.Parse(text)?.ToString());

    [Theory]
    [InlineData("a.example")]
    [InlineData("a.example:")]
    [InlineData("a.example:0")]
    [InlineData("a.example:65536")]
    [InlineData("a.example:+1")]
    [InlineData("a.example: 1")]
    [InlineData(":7443")]
    [InlineData("::1:7443")]
    [InlineData("[a.example]:7443")]
    [InlineData("a b:7443")]
    [InlineData("http://a:7443")]
    public void Anything_else_is_not(string text) => Assert.Null(SiloAddress.Parse(text));
}
