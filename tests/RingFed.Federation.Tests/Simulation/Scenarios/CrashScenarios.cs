using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Simulation.Attackers;
using RingFed.Simulation.Faults;
using RingFed.Simulation.Network;

namespace RingFed.Federation.Tests.Simulation.Scenarios;

/// <summary>A silo stops between two things it does, and starts again from its disk.</summary>
public sealed class CrashScenarios
{
    /// <summary>Each boundary twice over two seeds: the write under way has reached the disk or not.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_silo_may_stop_at_any_boundary_between_its_effects(int silos)
    {
        int boundaries = 0;
        for (ulong seed = 1; seed <= 2; seed++)
        {
            int last = BoundariesOf(silos, seed);
            for (int boundary = 0; boundary < last; boundary++)
            {
                int burning = boundary;
                Ring.Of(silos).WithSeed(seed).WithRounds(1).Scripted(stage => stage.Silos[1].Watch += effect =>
                {
                    if (Matters(effect) && burning-- == 0)
                    {
                        stage.Silos[1].CrashAfter(0, () =>
                        {
                            stage.Silos[1].Crash();
                            stage.Clock.After(100, stage.Silos[1].Start);
                        });
                    }
                }).ThenAllCloseAllRounds();
                boundaries++;
            }
        }

        Assert.True(boundaries > 30, $"only {boundaries} boundaries");
    }

    /// <summary>
    /// Was once not so: haves were signed for payloads in memory. After a power cut nobody held the update of the silo that
    /// was gone, every proposal named it, and none was valid. By now haves that name what is lost are given up as well.
    /// </summary>
    [Fact]
    public void What_a_silo_that_died_had_sent_is_there_after_a_power_cut()
    {
        for (ulong seed = 1; seed <= 10; seed++)
        {
            Ring.Of(3).WithSeed(seed).Scripted(stage => stage.Silos[1].Watch += effect =>
            {
                if (effect is Send { Message: RecordMessage { Record.Body: Have { Round: 1 } } } && stage.Silos[0].IsCountedOn)
                {
                    stage.Silos[0].IsCountedOn = false;
                    stage.Clock.After(1, stage.Silos[0].Die);
                    stage.Clock.After(2, () => Restart(stage, 1, 2));
                }
            }).ThenTheOthersCloseAllRounds();
        }
    }

    /// <summary>
    /// Was once not so: the have of a silo that died named its own update, which nobody else held, and every proposal was
    /// made from that have too (seed 75 of the rehearsal then).
    /// </summary>
    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void A_silo_that_dies_when_it_said_that_it_holds_what_nobody_else_has_is_left_out(int silos) =>
        Ring.Of(silos).WhenSilo(0).Lies(new Dropping(OriginSet.Of([0]), alsoRecords: false)).Scripted(stage => stage.Silos[0].Watch += effect =>
        {
            if (effect is Send { Message: RecordMessage { Record.Body: Have { Origin: "silo-000" } } })
            {
                stage.Clock.After(100, stage.Silos[0].Die);
            }
        }).ThenTheOthersCloseAllRounds();

    /// <summary>
    /// It said that it cannot reach the other, and must not forget to take that back: each would take the other for deaf, and
    /// no payload would flow.
    /// </summary>
    [Fact]
    public void A_silo_of_two_that_restarts_while_it_suspects_the_other_trusts_it_again()
    {
        for (ulong seed = 1; seed <= 10; seed++)
        {
            Ring.Of(2).WithSeed(seed)
                .At(1500, stage => Block(stage, paths => paths.Block()))
                .At(28_000, stage => Restart(stage, 1))
                .At(28_100, stage => Block(stage, paths => paths.Unblock()))
                .ThenAllCloseAllRounds();
        }
    }

    private static void Block(FaultStage stage, Action<NetPath> change)
    {
        change(stage.Network.Paths.Between(0, 1));
        change(stage.Network.Paths.Between(1, 0));
    }

    private static void Restart(FaultStage stage, params int[] silos)
    {
        foreach (int silo in silos)
        {
            stage.Silos[silo].Crash();
            stage.Clock.After(100, stage.Silos[silo].Start);
        }
    }

    private static int BoundariesOf(int silos, ulong seed)
    {
        int count = 0;
        Ring.Of(silos).WithSeed(seed).WithRounds(1)
            .Scripted(stage => stage.Silos[1].Watch += effect => count += Matters(effect) ? 1 : 0)
            .ThenAllCloseAllRounds();
        return count;
    }

    /// <summary>Verifying and sending chunks is the bulk of all effects, and one is like the other.</summary>
    private static bool Matters(RingEffect effect) => effect is not (SendChunk or VerifyChunk or VerifyRecord or DropChunk);
}
