using RingFed.Learning.Models.Predictors.Newton;

namespace RingFed.Learning.Tests.Models.Predictors.Newton;

public sealed class NewtonSearchTests
{
    /// <summary>-ln cosh(x - 1): concave, and so flat far out that full steps from 3 away diverge.</summary>
    private static NewtonPoint Flat(double x)
    {
        double tanh = Math.Tanh(x - 1);
        return new NewtonPoint(-Math.Log(Math.Cosh(x - 1)), [-tanh], [1 - (tanh * tanh)]);
    }

    private static NewtonPoint Shifted(double x, double start) => Flat(x + start);

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(-3)]
    public void Steps_that_lead_down_are_halved_until_they_climb(double start)
    {
        NewtonSearch search = new([0]);
        for (int i = 0; i < 60 && !search.IsDone; i++)
        {
            search.Tell(Shifted(search.Candidate[0], start));
        }

        Assert.True(search is { IsDone: true, IsFlat: false });
        Assert.Equal(1 - start, search.Candidate[0], 1e-12);
    }

    [Fact]
    public void A_ridge_pulls_towards_zero()
    {
        // -(x - 3)² / 2 with ridge 2: the maximum is at 3 / (1 + 2).
        NewtonSearch search = new([2]);
        while (!search.IsDone)
        {
            double x = search.Candidate[0];
            search.Tell(new NewtonPoint(-(x - 3) * (x - 3) / 2, [3 - x], [1]));
        }

        Assert.Equal(1, search.Candidate[0], 1e-12);
    }

    [Fact]
    public void A_function_that_rises_without_end_is_flat_where_the_search_ends()
    {
        // -ln(1 + e^-x).
        NewtonSearch search = new([0]);
        while (!search.IsDone)
        {
            double p = 1 / (1 + Math.Exp(search.Candidate[0]));
            search.Tell(new NewtonPoint(-Math.Log(1 + Math.Exp(-search.Candidate[0])), [p], [p * (1 - p)]));
        }

        Assert.True(search.IsFlat);
    }
}
