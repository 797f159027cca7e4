using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Simulation;

namespace RingFed.Federation.Tests.Simulation.Scenarios;

/// <summary>A silo of the roster starts for the first time when the others have closed rounds without it.</summary>
public sealed class LateJoinScenarios
{
    [Theory]
    [InlineData(3, 1)]
    [InlineData(5, 0)]
    [InlineData(8, 7)]
    public void It_takes_over_what_was_agreed_and_contributes_from_then_on(int silos, int late)
    {
        List<int> handedOver = [];
        List<int> mergedIn = [];
        Ring.Of(silos).WithRounds(14).WithDeadline(5000).WhenSilo(late).StartsAt(15_000).TroubledFor(15_000).Scripted(stage =>
        {
            stage.Silos[late].Watch += effect =>
            {
                if (effect is Merge merge)
                {
                    handedOver.Add(merge.Close.Round);
                }
                else if (effect is PersistClose { Close: { } close } && close.Merged.Contains(late))
                {
                    mergedIn.Add(close.Round);
                }
            };
        }).ThenAllCloseAllRounds();

        Assert.Equal(0, handedOver[0]);
        Assert.True(handedOver[1] > 2, "the others had closed several rounds, of which the newest is enough");
        Assert.Equal(14, mergedIn[^1]);
        Assert.Equal(Enumerable.Range(mergedIn[0], mergedIn.Count), mergedIn);

        // Until the others have taken back that it is absent, they close a round without it, or two.
        Assert.InRange(mergedIn[0], handedOver[1] + 1, handedOver[1] + 4);
    }

    /// <summary>
    /// What is said of a round is no use to a silo that is rounds behind, which lets it pass. Was once never said again: when
    /// it had caught up it lacked the open round's updates, and where its vote was needed the round never closed.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_gets_what_was_said_of_the_open_round_while_it_caught_up(ulong seed) =>
        Ring.Of(3).WithSeed(seed).WithRounds(14).WithDeadline(5000).WhenSilo(2).StartsAt(15_000).TroubledFor(15_000).Scripted(stage => stage.Silos[2].Watch += effect =>
        {
            if (effect is Work { Round: > 0 } && stage.Silos[1].IsAlive)
            {
                stage.Silos[1].IsCountedOn = false;
                stage.Clock.After(0, stage.Silos[1].Die);
            }
        }).ThenTheOthersCloseAllRounds();

    /// <summary>Its leave cannot have reached the one who joins from anyone but the chain of closes.</summary>
    [Fact]
    public void It_learns_from_the_closes_who_left_before_it_came()
    {
        OriginSet merged = default;
        Ring.Of(5).WithRounds(14).WithDeadline(5000).WhenSilo(2).StartsAt(15_000).TroubledFor(15_000)
            .WhenSilo(4).AsksToLeaveInRound(1).WhenSilo(4).StopsWhenItMay()
            .Scripted(stage => stage.Silos[2].Watch += effect => merged = effect is PersistClose { Close.Round: 14 } close ? close.Close.Merged : merged)
            .ThenTheOthersCloseAllRounds();

        Assert.Equal(OriginSet.Of([0, 1, 2, 3]), merged);
    }
}
