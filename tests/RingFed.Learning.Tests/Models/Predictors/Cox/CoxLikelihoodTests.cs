using RingFed.Learning.Models.Predictors.Cox;
using RingFed.Learning.Models.Predictors.Newton;

namespace RingFed.Learning.Tests.Models.Predictors.Cox;

public sealed class CoxLikelihoodTests
{
    private static CoxLikelihood Of(CoxTies ties) => new(
        [.. SixteenRecords.X1.Zip(SixteenRecords.X2).SelectMany(pair => new[] { pair.First, pair.Second })], 2,
        SixteenRecords.Times, [.. SixteenRecords.Events.Select(flag => flag == 1)], ties);

    // R survival 3.5.3: coxph(Surv(t, d) ~ x1 + x2, ties = "efron", init = c(.3, -.2), iter.max = 0): loglik, solve(vcov).
    [Fact]
    public void Value_and_information_are_those_of_R()
    {
        NewtonPoint point = Of(CoxTies.Efron).At([.3, -.2]);
        Assert.Equal(-20.860262939345, point.Value, 1e-10);
        Assert.Equal(4.72771206711670, point.Information[0], 1e-10);
        Assert.Equal(.15600654867985, point.Information[1], 1e-10);
        Assert.Equal(2.49731092856459, point.Information[2], 1e-10);
    }

    [Theory]
    [InlineData(CoxTies.Efron)]
    [InlineData(CoxTies.Breslow)]
    public void Gradient_and_information_are_the_slopes_of_the_value(CoxTies ties)
    {
        const double step = 1e-5;
        CoxLikelihood likelihood = Of(ties);
        NewtonPoint at = likelihood.At([.3, -.2]);
        NewtonPoint before = likelihood.At([.3 - step, -.2]);
        NewtonPoint after = likelihood.At([.3 + step, -.2]);
        Assert.Equal((after.Value - before.Value) / (2 * step), at.Gradient[0], 1e-7);
        Assert.Equal((before.Gradient[0] - after.Gradient[0]) / (2 * step), at.Information[0], 1e-7);
        Assert.Equal((before.Gradient[1] - after.Gradient[1]) / (2 * step), at.Information[1], 1e-7);
    }

    [Fact]
    public void Absurd_coefficients_give_finite_numbers()
    {
        Assert.All(Of(CoxTies.Efron).At([1e5, -1e5]).ToNumbers(), number => Assert.True(double.IsFinite(number)));
    }

    [Fact]
    public void A_stratum_without_records_adds_nothing()
    {
        Assert.All(new CoxLikelihood([], 2, [], [], CoxTies.Efron).At([1, 2]).ToNumbers(), number => Assert.Equal(0, number));
    }
}
