using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Neighbour;

namespace RingFed.Federation.Tests.Ring.Neighbour;

using static NeighbourBench;

/// <summary>What one neighbour says and nothing proves does no lasting harm.</summary>
public sealed class NeighbourHearsayTests
{
    [Fact]
    public void One_neighbour_alone_does_not_silence_a_silo_for_longer_than_three_rounds()
    {
        NeighbourBench bench = Between(new NeighbourStanding(-1, -1, Plan.LastRound, 0, true, []));
        List<RingEffect> silent = [];
        for (int round = 0; round < NeighbourHearsay.SoleRoundsMax; round++)
        {
            silent.AddRange(bench.Step(new OwnWorked(PartOf(B, round))));
            bench.TakeUpdate(LinkToA, A, round);
            bench.TakeUpdate(LinkToC, C, round);
            bench.Finish(round);
        }

        Assert.Empty(silent.OfType<PersistOwnPart>());
        Assert.Equal(3, Assert.Single(bench.Step(new OwnWorked(PartOf(B, 3))).OfType<PersistOwnPart>()).Round);
    }

    [Fact]
    public void What_two_neighbours_know_this_silo_signed_is_not_signed_again()
    {
        NeighbourBench bench = new();
        bench.Step(new SessionStarted());
        bench.Connect(LinkToA, A, heard: 0);
        bench.Connect(LinkToC, C, heard: 0);

        Assert.Empty(bench.Step(new OwnWorked(PartOf(B))).OfType<PersistOwnPart>());
    }

    [Fact]
    public void A_budget_that_one_neighbour_alone_says_was_announced_is_not_signed_and_it_is_named_once()
    {
        NeighbourBench bench = Between(new NeighbourStanding(-1, -1, -1, 1e9, true, []));

        List<RingEffect> effects = bench.Round(0);
        effects.AddRange(bench.Step(new OwnWorked(PartOf(B, 1))));

        Assert.All(effects.OfType<PersistOwnPart>(), persist => Assert.Equal(0, persist.Part.EpsilonSpent));
        Assert.Equal(2, effects.OfType<PersistOwnPart>().Count());
        Assert.StartsWith("a alone says", Assert.Single(effects.OfType<RaiseAlarm>()).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void One_neighbour_alone_does_not_send_a_silo_to_a_farther_round()
    {
        NeighbourBench bench = new();
        bench.Step(new SessionStarted());
        bench.Connect(LinkToA, A, merged: Plan.LastRound - 1);
        bench.Step(new OwnWorked(PartOf(B)));

        List<RingEffect> effects = bench.KeepAlive(until: 2 * Plan.Times.SuspicionMs, LinkToA);

        Assert.Equal(0, Assert.Single(effects.OfType<PersistOwnPart>()).Round);
    }

    /// <summary>Linked to both neighbours, and a says this.</summary>
    private static NeighbourBench Between(NeighbourStanding said)
    {
        NeighbourBench bench = Linked();
        bench.Step(new MessageArrived(LinkToA, said));
        return bench;
    }
}
