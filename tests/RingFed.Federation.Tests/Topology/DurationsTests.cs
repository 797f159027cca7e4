using RingFed.Federation.Topology;

namespace RingFed.Federation.Tests.Topology;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("60s", 60_000)]
    [InlineData("10m", 600_000)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("2d", 172_800_000)]
    public void A_number_with_a_unit_is_a_duration(string text, double milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Durations.Parse(text));

    [Theory]
    [InlineData("60")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("1 s")]
    [InlineData("1e3s")]
    [InlineData("1,5h")]
    [InlineData("99999d")]
    [InlineData("NaNs")]
    public void Anything_else_is_not(string text) => Assert.Null(Durations.Parse(text));

    [Theory]
    [InlineData("100ms")]
    [InlineData("90s")]
    [InlineData("10m")]
    [InlineData("7d")]
    public void A_duration_is_written_in_its_largest_whole_unit(string text) =>
        Assert.Equal(text, Durations.Format(Durations.Parse(text)!.Value));
}
