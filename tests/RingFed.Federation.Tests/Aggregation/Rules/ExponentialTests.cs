using RingFed.Federation.Aggregation.Rules;

namespace RingFed.Federation.Tests.Aggregation.Rules;

public sealed class ExponentialTests
{
    [Fact]
    public void It_agrees_with_the_library_to_thirteen_digits() => Assert.All(
        Enumerable.Range(0, 801).Select(i => i * Exponential.ArgumentMax / 800),
        x => Assert.Equal(1, Exponential.Decay(x) / Math.Exp(-x), 1e-13));

    [Fact]
    public void Of_zero_it_is_one() => Assert.Equal(1, Exponential.Decay(0));
}
