using RingFed.Learning.Models.BayesianNetwork;

namespace RingFed.Learning.Tests.Models.BayesianNetwork;

public sealed class EndpointRatesTests
{
    /// <summary>Sampling goes by the one, imputation by the other.</summary>
    [Theory]
    [InlineData(0.3)]
    [InlineData(0)]
    public void A_token_on_its_own_is_as_likely_as_among_all_also_where_nobody_ends_in_the_last_bin(double last)
    {
        EndpointRates rates = new(EndpointToy.Shape, EndpointToy.Model([0.1, 0.2, 0, last], [0.2, 0.1, 0.5, last], effect: 1));
        double[] shares = new double[8];
        Assert.True(rates.Set([0, 1, 1, -1]) > 0);
        rates.Shares(shares);
        Assert.Equal(1, shares.Sum(), 1e-12);
        Assert.Equal(shares, Enumerable.Range(0, 8).Select(rates.Share));
        Assert.Equal(last > 0, shares[3] > 0);
        Assert.Equal(1 - Math.Exp(-0.1 - (0.2 * Math.E)), shares[0] + shares[4], 1e-12);
    }
}
