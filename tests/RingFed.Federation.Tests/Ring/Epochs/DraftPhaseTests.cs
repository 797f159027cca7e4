using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Epochs;
using RingFed.Federation.Ring.Records;
using static RingFed.Federation.Tests.Ring.SessionBench;

namespace RingFed.Federation.Tests.Ring.Epochs;

/// <summary>An epoch begins between two phases or amid training.</summary>
public sealed class DraftPhaseTests
{
    private static readonly SessionPlan Phased = Plan with { StatisticRounds = 3, ParameterRounds = 4, ClosingRounds = 3 };

    [Theory]
    [InlineData(1, 4, "masked sums are under way among the silos of this epoch, up to round 2")]
    [InlineData(2, 4, null)]
    [InlineData(5, 4, null)]
    [InlineData(6, 4, null)]
    [InlineData(6, 9, null)]
    [InlineData(7, 4, "masked sums are under way among the silos of this epoch, up to round 9")]
    [InlineData(7, 9, "it changes exchange.rounds, and the training rounds are over")]
    [InlineData(5, 2, "it changes exchange.rounds, and the training rounds are over")]
    [InlineData(9, 4, "its rounds are over already")]
    public void A_draft_waits_for_the_end_of_masked_sums_and_changes_no_closed_round(int closed, int rounds, string? obstacle)
    {
        EpochDraft draft = new(DigestOf("next"), 2, Phased.Topology, Phased.Roster, 0, rounds, "text");
        DraftShelf shelf = new(Phased, new RecordPool(Phased));
        shelf.Add(draft);

        Assert.Equal(obstacle, shelf.Read(draft.Topology, closed, OriginSet.All(4)).Obstacle);
        Assert.Equal(obstacle is not null, shelf.StandingOf(draft.Topology, closed, OriginSet.All(4)) == DraftStanding.Unlawful);
    }
}
