using RingFed.Federation.Messages;
using RingFed.Federation.Ring;

namespace RingFed.Federation.Tests.Simulation.Scenarios;

/// <summary>Statistic rounds, parameter rounds, statistic rounds again, whatever goes wrong.</summary>
public sealed class PhaseScenarios
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void All_phases_close_under_crashes_and_partitions(int seed) =>
        Ring.Of(4).WithSeed((ulong)seed).WithRounds(3).WithClosingRounds(4).Under("crashes,partitions,loss").ThenAllCloseAllRounds();

    [Fact]
    public void A_silo_that_comes_after_training_takes_over_the_last_parameters_and_every_statistic()
    {
        List<int> handedOver = [];
        const int Late = 2;
        Ring.Of(4).WithRounds(3).WithClosingRounds(12).WithDeadline(5000).WhenSilo(Late).StartsAt(15_000).TroubledFor(15_000).Scripted(stage =>
        {
            stage.Silos[Late].Watch += effect =>
            {
                if (effect is Merge merge)
                {
                    handedOver.Add(merge.Close.Round);
                }
            };
        }).ThenAllCloseAllRounds();

        Assert.Equal([0, 3, .. Enumerable.Range(4, 12)], handedOver);
    }
}
