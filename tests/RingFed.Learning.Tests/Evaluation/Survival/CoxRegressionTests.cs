using RingFed.Learning.Evaluation.Survival;

namespace RingFed.Learning.Tests.Evaluation.Survival;

public sealed class CoxRegressionTests
{
    private static double[] Fit(double ridge) => CoxRegression.Fit(
        SixteenPatients.Design, 2, SixteenPatients.Sample.Times, SixteenPatients.Sample.Events, ridge);

    // R survival 3.5.3: coxph(Surv(t, d) ~ x1 + x2, ties = "breslow").
    [Fact]
    public void With_a_vanishing_ridge_the_fit_is_Breslows_of_R()
    {
        double[] coefficients = Fit(1e-9);
        Assert.Equal(3.44023686129, coefficients[0], 1e-6);
        Assert.Equal(1.10063459968, coefficients[1], 1e-6);
    }

    // R survival 3.5.3: ridge(x1, x2, theta = 2, scale = FALSE), ties = "breslow".
    [Fact]
    public void The_ridge_is_that_of_R()
    {
        double[] coefficients = Fit(2);
        Assert.Equal(1.440644506, coefficients[0], 1e-6);
        Assert.Equal(.275161316, coefficients[1], 1e-6);
    }

    [Fact]
    public void Redundant_and_perfectly_separating_covariates_stay_finite()
    {
        double[] coefficients = FitTwins(scale: .5);
        Assert.All(coefficients, value => Assert.InRange(value, .1, 100));
        Assert.Equal(coefficients[0], coefficients[1], 1e-6);
    }

    [Fact]
    public void Rows_on_an_absurd_scale_give_finite_coefficients()
    {
        Assert.All(FitTwins(scale: 1e6), value => Assert.True(double.IsFinite(value)));
    }

    private static double[] FitTwins(double scale)
    {
        double[] times = [1, 2, 3, 4, 5, 6];
        double[] design = [.. times.SelectMany(t => new[] { -scale * t, -scale * t })];
        return CoxRegression.Fit(design, 2, times, [true, true, true, true, true, true], .01);
    }
}
