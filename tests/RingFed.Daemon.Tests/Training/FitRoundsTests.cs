using RingFed.Daemon.Training;
using RingFed.Federation.Topology;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Tests.Training;

public sealed class FitRoundsTests
{
    [Theory]
    [InlineData("cox", false)]
    [InlineData("deepsurv", false)]
    [InlineData("savae", false)]
    [InlineData("logistic-regression", false)]
    [InlineData("hierarchical-mixture", false)]
    [InlineData("ctgan", true)]
    [InlineData("vae-bgm", true)]
    [InlineData("bayesian-network", true)]
    public void Only_what_draws_patients_can_share_them(string model, bool draws)
    {
        string? fault = FitRounds.FaultOf(model, FitPlan.TrainingAlone, ExchangeKind.Sharing);

        Assert.Equal(draws, fault is null);
        Assert.Null(FitRounds.FaultOf(model, FitPlan.TrainingAlone, ExchangeKind.Relay));
    }
}
