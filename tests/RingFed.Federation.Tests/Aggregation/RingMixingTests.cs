using RingFed.Federation.Aggregation;

namespace RingFed.Federation.Tests.Aggregation;

public sealed class RingMixingTests
{
    [Theory]
    [InlineData(2, 1.0)]
    [InlineData(3, 1.0)]
    [InlineData(4, 2.0 / 3)]
    [InlineData(6, 1.0 / 3)]
    public void The_gap_of_small_rings_is_as_computed_by_hand(int silos, double gap) =>
        Assert.Equal(gap, RingMixing.SpectralGap(silos), 1e-12);

    [Theory]
    [InlineData(8)]
    [InlineData(50)]
    [InlineData(1000)]
    public void Large_rings_mix_in_about_three_quarters_of_n_squared_over_pi_squared_rounds(int silos) =>
        Assert.Equal(1, RingMixing.Rounds(silos) / (3.0 * silos * silos / (4 * Math.PI * Math.PI)), silos < 10 ? 0.1 : 0.01);
}
