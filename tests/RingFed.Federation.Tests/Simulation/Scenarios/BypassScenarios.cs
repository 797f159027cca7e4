using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Simulation;
using RingFed.Simulation.Attackers;
using RingFed.Simulation.Faults;
using RingFed.Simulation.Silos;

namespace RingFed.Federation.Tests.Simulation.Scenarios;

/// <summary>Silos and edges that are gone, and how soon the ring goes around them.</summary>
public sealed class BypassScenarios
{
    /// <summary>No round closes by its deadline here: what recovers, recovers because it was noticed who is gone.</summary>
    private const long NoDeadline = 600_000;

    private static readonly SessionTimes Times = new();

    [Theory]
    [InlineData(3, "1")]
    [InlineData(4, "2")]
    [InlineData(5, "0")]
    [InlineData(6, "2,3")]
    [InlineData(8, "6,7")]
    [InlineData(8, "1,5")]
    public void A_ring_goes_on_within_twice_the_suspicion_time_when_silos_die_or_stand_still(int silos, string dead)
    {
        int[] gone = [.. dead.Split(',').Select(int.Parse)];

        for (ulong seed = 1; seed <= 5; seed++)
        {
            Assert.InRange(StandstillMs(Ring.Of(silos).WithSeed(seed), gone, silo => silo.Die()), 1, 2 * Times.SuspicionMs);
            Assert.InRange(StandstillMs(Ring.Of(silos).WithSeed(seed), gone, silo => silo.Freeze()), 1, 2 * Times.SuspicionMs);
        }
    }

    /// <summary>Who drops chunks relays records and answers everyone, so nobody suspects it.</summary>
    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    public void What_a_silo_drops_is_pulled_over_another_edge(int silos) =>
        Ring.Of(silos).ThatToleratesLiars(1).WithDeadline(NoDeadline)
            .WhenSilo(2).Lies(new Dropping(OriginSet.Of([0, 1]), alsoRecords: false))
            .ThenTheOthersCloseAllRounds();

    /// <summary>The pair never speaks again; everyone else does, and both take part.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    public void An_edge_that_is_gone_for_good_is_gone_around(int silos) =>
        Ring.Of(silos).WithDeadline(NoDeadline).At(0, stage => Sever(stage, 0, 1)).ThenAllCloseAllRounds();

    /// <summary>What silo 0 says never reaches silo 1, and what silo 1 says reaches silo 0.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    public void An_edge_that_is_deaf_in_one_direction_is_gone_around(int silos) =>
        Ring.Of(silos).WithDeadline(NoDeadline).At(5000, stage => stage.Network.Paths.Between(0, 1).Block()).ThenAllCloseAllRounds();

    private static void Sever(FaultStage stage, int one, int other)
    {
        stage.Network.Paths.Between(one, other).Block();
        stage.Network.Paths.Between(other, one).Block();
    }

    private static long StandstillMs(Ring ring, int[] gone, Action<SimulatedSilo> loses)
    {
        long lostAt = 0;
        long closedAt = 0;
        ring.WithRounds(4).WithDeadline(NoDeadline).Scripted(stage =>
        {
            foreach (SimulatedSilo silo in stage.Silos)
            {
                silo.Watch += effect =>
                {
                    if (effect is Work { Round: 2 } && lostAt == 0 && gone.Contains(silo.Index))
                    {
                        lostAt = stage.Clock.Now;
                        foreach (int index in gone)
                        {
                            stage.Silos[index].IsCountedOn = false;
                            loses(stage.Silos[index]);
                        }
                    }
                    else if (effect is PersistClose { Close.Round: >= 2 } && lostAt > 0 && closedAt == 0)
                    {
                        closedAt = stage.Clock.Now;
                    }
                };
            }
        }).ThenTheOthersCloseAllRounds();
        return closedAt - lostAt;
    }
}
