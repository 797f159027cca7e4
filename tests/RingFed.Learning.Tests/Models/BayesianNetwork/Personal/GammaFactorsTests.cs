using RingFed.Learning.Models.BayesianNetwork.Personal;

namespace RingFed.Learning.Tests.Models.BayesianNetwork.Personal;

public sealed class GammaFactorsTests
{
    [Fact]
    public void As_many_events_as_expected_ask_for_no_factor() => Assert.Equal([1, 1, 1], GammaFactors.Of([5, 9, 14], [5.5, 8.5, 14]));

    /// <summary>With many events the evidence is the prior's density at 2: .146 for s = 1.5, .134 for 3, .123 for .75.</summary>
    [Fact]
    public void Twice_as_many_events_nearly_double_the_rate()
    {
        double factor = GammaFactors.Of([80], [40])[0];
        Assert.Equal((80 + 1.5) / (40 + 1.5), factor, 1e-12);
    }

    [Fact]
    public void One_strength_serves_all_so_that_cells_with_few_events_move_less()
    {
        double[] factors = GammaFactors.Of([60, 2, 0], [20, 0.5, 0.5]);
        Assert.InRange(factors[0], 2, 3);
        Assert.InRange(factors[1], 1.01, factors[0]);
        Assert.InRange(factors[2], 0.1, 0.99);
    }

    [Fact]
    public void Where_nothing_is_expected_nothing_changes()
    {
        Assert.Equal([1], GammaFactors.Of([3], [0]));
        Assert.Equal([], GammaFactors.Of([], []));
    }
}
