using RingFed.Federation.Messages;
using RingFed.Simulation;
using RingFed.Simulation.Attackers;

namespace RingFed.Federation.Tests.Simulation.Scenarios;

/// <summary>A silo's disk is put back behind what it signed.</summary>
public sealed class OldMemoryScenarios
{
    private const int CopiedAndPutBack = 2;

    /// <summary>Was once not so: it waited for a round that could not close without it.</summary>
    [Theory]
    [InlineData(nameof(RecordKind.Have), true)]
    [InlineData(nameof(RecordKind.Prevote), true)]
    [InlineData(nameof(RecordKind.Precommit), true)]
    [InlineData(nameof(RecordKind.Have), false)]
    [InlineData(nameof(RecordKind.Prevote), false)]
    [InlineData(nameof(RecordKind.Precommit), false)]
    public void One_of_two_adopts_what_the_other_holds_of_it_and_goes_on(string after, bool isSaid)
    {
        SimulationReport report = Ring.Of(2).WhenSilo(1).IsPutBackInRound(1, Enum.Parse<RecordKind>(after), isSaid).ThenAllCloseAllRounds();

        Assert.Equal(CopiedAndPutBack, report.FaultsInjected);
    }

    [Fact]
    public void In_a_ring_that_tolerates_liars_it_waits_until_rounds_have_closed_without_it()
    {
        SimulationReport report = Ring.Of(4).ThatToleratesLiars(1).WithRounds(5).WhenSilo(2).IsPutBackInRound(1, RecordKind.Prevote).ThenAllCloseAllRounds();

        Assert.Equal(CopiedAndPutBack, report.FaultsInjected);
    }

    [Fact]
    public void Nobody_says_so_and_it_finds_out() =>
        Ring.Of(4).ThatToleratesLiars(1).WithRounds(5).WhenSilo(2).IsPutBackInRound(1, RecordKind.Envelope, isSaid: false).ThenAllCloseAllRounds();

    /// <summary>Was once not so: each round until it could sign again lasted as long as its deadline.</summary>
    [Fact]
    public void Nobody_waits_for_a_silo_that_may_not_sign()
    {
        const long Deadline = 600_000;
        SimulationReport report = Ring.Of(4).ThatToleratesLiars(1).WithRounds(5).WithDeadline(Deadline)
            .WhenSilo(2).IsPutBackInRound(1, RecordKind.Prevote).ThenAllCloseAllRounds();

        Assert.InRange(report.VirtualMs, 1, Deadline - 1);
    }

    [Fact]
    public void A_disk_that_is_marked_and_was_not_put_back_costs_a_wait_and_nothing_else() =>
        Ring.Of(4).WhenSilo(0).IsMarkedInRound(1).ThenAllCloseAllRounds();

    /// <summary>It stays silent, at worst to the end, and follows: what a liar can do to it is no more than if it had stopped.</summary>
    [Fact]
    public void A_liar_that_answers_with_the_last_round_makes_it_wait_and_never_sign() =>
        Ring.Of(4).ThatToleratesLiars(1).WithRounds(5)
            .WhenSilo(1).Lies(new FalseMemory())
            .WhenSilo(2).IsPutBackInRound(1, RecordKind.Prevote).ThenTheOthersCloseAllRounds();

    [Fact]
    public void What_a_liar_makes_up_about_a_sound_silo_silences_nobody() =>
        Ring.Of(4).ThatToleratesLiars(1).WhenSilo(1).Lies(new FalseMemory()).WhenSilo(2).IsDownInRound(1, 500).ThenTheOthersCloseAllRounds();

    [Fact]
    public void Two_of_two_are_put_back_and_ask_each_other() =>
        Ring.Of(2).WhenSilo(0).IsPutBackInRound(2, RecordKind.Prevote).WhenSilo(1).IsPutBackInRound(2, RecordKind.Prevote).ThenAllCloseAllRounds();

    /// <summary>Was once not so: what it had announced was in nobody's memory any more, and it announced less.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void What_it_announced_stays_spent_when_everyone_starts_again_at_the_moment_at_which_it_is_put_back(int silos)
    {
        SimulationReport report = Ring.Of(silos).WithRounds(6).WhenSilo(1).IsPutBackWhileAllAreDown(copiedIn: 1, round: 4).ThenAllCloseAllRounds();

        Assert.Equal(CopiedAndPutBack, report.FaultsInjected);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Copies_are_put_back_again_and_again(int silos) => Ring.Of(silos).WithSeed(5).Under("backups,crashes").ThenAllCloseAllRounds();
}
