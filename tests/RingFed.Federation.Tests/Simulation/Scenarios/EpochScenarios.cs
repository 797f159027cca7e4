using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Simulation;
using RingFed.Simulation.Attackers;
using RingFed.Simulation.Faults;
using RingFed.Simulation.Network;

namespace RingFed.Federation.Tests.Simulation.Scenarios;

/// <summary>The topology changes while rounds go on.</summary>
public sealed class EpochScenarios
{
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    public void A_ring_is_reordered_and_no_round_is_lost(int silos) =>
        Ring.Of(silos).WithRounds(6).IsChangedAt(3000, Change.Order).ThenEpochsBegin(1);

    [Fact]
    public void A_silo_is_taken_out_and_the_others_close_the_rounds_that_are_left() =>
        Ring.Of(4).WithRounds(6).IsChangedAt(3000, Change.Without("silo-002")).ThenEpochsBegin(1);

    [Fact]
    public void A_silo_that_is_off_for_ever_is_taken_out() =>
        Ring.Of(4).WithRounds(10).WhenSilo(2).DiesForEverInRound(1).IsChangedAt(6000, Change.Without("silo-002"), 0, 1, 3).ThenEpochsBegin(1);

    [Fact]
    public void A_silo_that_is_away_while_it_is_taken_out_learns_so_from_those_who_stay()
    {
        SessionEnd? end = null;
        Ring.Of(4).WithRounds(80)
            .WhenSilo(2).IsDownInRound(1, forMs: 40_000)
            .IsChangedAt(3000, Change.Without("silo-002"), 0, 1, 3)
            .At(90_000, stage => end = stage.Silos[2].End)
            .ThenEpochsBegin(1);

        Assert.Equal(SessionEnding.Completed, end?.Ending);
        Assert.NotEqual(Digest.None, end?.Next);
    }

    [Fact]
    public void A_new_silo_learns_how_the_federation_got_there_and_closes_the_rounds_that_are_left() =>
        Ring.Of(3).WithSpares(1).WithRounds(6).IsChangedAt(3000, Change.With("spare-000")).ThenEpochsBegin(1);

    [Fact]
    public void Two_silos_become_four() =>
        Ring.Of(2).WithSpares(2).WithRounds(6).IsChangedAt(3000, Change.With("spare-000", "spare-001")).ThenEpochsBegin(1);

    [Fact]
    public void More_liars_are_tolerated_from_one_epoch_to_the_next() =>
        Ring.Of(7).WithRounds(6).IsChangedAt(3000, Change.Tolerating(2)).ThenEpochsBegin(1);

    [Fact]
    public void More_rounds_are_agreed_on_and_closed() =>
        Ring.Of(4).WithRounds(4).IsChangedAt(3000, Change.Rounds(9)).ThenEpochsBegin(1, rounds: 9);

    [Fact]
    public void Fewer_rounds_are_agreed_on_and_the_ring_ends_sooner() =>
        Ring.Of(4).WithRounds(9).IsChangedAt(3000, Change.Rounds(6)).ThenEpochsBegin(1, rounds: 6);

    [Fact]
    public void Rounds_that_are_over_already_cannot_be_agreed_on() =>
        Ring.Of(4).WithRounds(4).IsChangedAt(8000, Change.Rounds(1)).ThenEpochsBegin(0);

    [Fact]
    public void A_draft_that_too_few_sign_changes_nothing() =>
        Ring.Of(6).WithRounds(6).IsChangedAt(3000, Change.Order, 0, 1, 2).ThenEpochsBegin(0);

    [Fact]
    public void Of_two_drafts_that_conflict_one_comes() => Ring.Of(4).WithRounds(6)
        .IsChangedAt(2000, Change.Order)
        .IsChangedAt(2000, Change.Without("silo-003"))
        .ThenEpochsBegin(1);

    [Fact]
    public void One_epoch_follows_another() => Ring.Of(4).WithSpares(1).WithRounds(20)
        .IsChangedAt(3000, Change.Order)
        .IsChangedAt(12_000, Change.With("spare-000"))
        .IsChangedAt(26_000, Change.Without("silo-001"))
        .ThenEpochsBegin(3);

    [Fact]
    public void A_silo_that_is_away_over_a_change_goes_on_in_the_next_epoch() => Ring.Of(4).WithRounds(8)
        .WhenSilo(3).IsDownInRound(1, forMs: 60_000)
        .IsChangedAt(3000, Change.Order, 0, 1, 2)
        .ThenEpochsBegin(1);

    [Fact]
    public void A_silo_that_is_away_over_two_changes_goes_on_in_the_newest_epoch() => Ring.Of(5).WithRounds(20)
        .WhenSilo(4).IsDownInRound(1, forMs: 90_000)
        .IsChangedAt(3000, Change.Order, 0, 1, 2, 3)
        .IsChangedAt(30_000, Change.Deadline, 0, 1, 2, 3)
        .ThenEpochsBegin(2);

    [Fact]
    public void A_silo_that_starts_for_the_first_time_two_epochs_late_goes_on_in_the_newest() => Ring.Of(5).WithRounds(20)
        .WhenSilo(4).StartsAt(90_000)
        .IsChangedAt(3000, Change.Order, 0, 1, 2, 3)
        .IsChangedAt(30_000, Change.Deadline, 0, 1, 2, 3)
        .ThenEpochsBegin(2);

    [Fact]
    public void A_new_silo_that_is_late_for_its_epoch_enters_the_next_one_although_nobody_is_new_there() => Ring.Of(4).WithSpares(1).WithRounds(20)
        .WhenSilo(4).StartsAt(90_000)
        .IsChangedAt(3000, Change.With("spare-000"))
        .IsChangedAt(30_000, Change.Deadline, 0, 1, 2, 3)
        .ThenEpochsBegin(2);

    [Fact]
    public void All_silos_lose_power_while_the_last_round_of_an_epoch_is_stored()
    {
        Ring ring = Ring.Of(4).WithRounds(8).IsChangedAt(3000, Change.Order);
        for (int silo = 0; silo < 4; silo++)
        {
            ring.WhenSilo(silo).CrashesAfter<PersistClose>(occurrence: 2);
        }

        ring.ThenEpochsBegin(1);
    }

    [Fact]
    public void A_silo_that_stops_just_after_it_agreed_has_agreed_once() => Ring.Of(4).WithRounds(8)
        .WhenSilo(1).CrashesAfter<PersistAssent>()
        .IsChangedAt(3000, Change.Order)
        .ThenEpochsBegin(1);

    [Fact]
    public void A_silo_that_stops_just_before_its_text_is_stored_gets_it_again() => Ring.Of(4).WithRounds(8)
        .WhenSilo(1).CrashesBefore<PersistDraft>()
        .IsChangedAt(3000, Change.Order)
        .ThenEpochsBegin(1);

    [Fact]
    public void A_new_silo_that_stops_while_it_stores_what_it_learnt_learns_it_again() => Ring.Of(4).WithSpares(1).WithRounds(8)
        .WhenSilo(4).CrashesBefore<PersistEntry>()
        .IsChangedAt(3000, Change.With("spare-000"))
        .ThenEpochsBegin(1);

    [Fact]
    public void A_silo_that_is_put_back_behind_the_change_finds_the_epoch_again_and_contradicts_nothing() => Ring.Of(5).WithRounds(10)
        .WhenSilo(2).IsPutBackInRound(1, RecordKind.Assent)
        .IsChangedAt(3000, Change.Order)
        .ThenEpochsBegin(1);

    /// <summary>Goes through, and signs nothing twice. The unit tests of the guard hold the rule itself.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_silo_that_is_put_back_in_the_first_round_of_an_epoch_is_not_set_free_by_silos_that_are_new(ulong seed) => Ring.Of(2).WithSpares(3)
        .WithRounds(8)
        .WithSeed(seed)
        .WhenSilo(0).IsPutBackInTheFirstRoundOfEpoch2WhileThoseWhoKnowAreOff(200_000, 1)
        .WhenSilo(2).StartsAt(80_000)
        .WhenSilo(3).StartsAt(80_000)
        .WhenSilo(4).StartsAt(80_000)
        .IsChangedAt(3000, Change.With("spare-000", "spare-001", "spare-002"))
        .ThenEpochsBegin(1);

    [Fact]
    public void A_liar_that_tells_a_new_silo_another_beginning_is_outvoted() => Ring.Of(4).ThatToleratesLiars(1).WithSpares(1).WithRounds(8)
        .WhenSilo(1).Lies(new FalseOpenings())
        .IsChangedAt(3000, Change.With("spare-000"), 0, 2, 3)
        .ThenEpochsBegin(1);

    [Fact]
    public void A_new_silo_that_hears_a_liar_alone_waits_for_others() => ANewSiloHearsALiarAlone().ThenEpochsBegin(1);

    [Fact]
    public void A_liar_that_wants_another_epoch_gets_none() =>
        Ring.Of(4).ThatToleratesLiars(1).WithRounds(6).WhenSilo(1).Lies(new FalseDrafts()).ThenEpochsBegin(0);

    [Fact]
    public void A_liar_that_claims_to_be_in_a_later_epoch_is_gone_around() =>
        Ring.Of(4).ThatToleratesLiars(1).WithRounds(6).WhenSilo(1).Lies(new LaterEpochs()).ThenEpochsBegin(0);

    [Fact]
    public void Whoever_stays_sends_a_round_of_the_new_epoch_no_more_often_than_one_of_the_old()
    {
        SimulationReport report = Ring.Of(4).WithSpares(1).WithRounds(8).WithChunks(2).IsChangedAt(3000, Change.With("spare-000")).ThenEpochsBegin(1);

        // The payloads of four others, and at most once more for the silo that came into the round late and asked for them.
        Assert.InRange(report.ChunksSentMax, 6, 16);
    }

    /// <summary>The others are back after a minute.</summary>
    internal static Ring ANewSiloHearsALiarAlone()
    {
        Ring ring = Ring.Of(4).ThatToleratesLiars(1).WithSpares(1).WithRounds(10).WithSeed(3)
            .WhenSilo(3).Lies(new FalseOpenings())
            .IsChangedAt(3000, Change.With("spare-000"), 0, 1, 2);
        foreach (int honest in new[] { 0, 1, 2 })
        {
            ring.At(0, stage => Paths(stage, honest, path => path.Block())).At(60_000, stage => Paths(stage, honest, path => path.Unblock()));
        }

        return ring;
    }

    private static void Paths(FaultStage stage, int honest, Action<NetPath> change)
    {
        change(stage.Network.Paths.Between(4, honest));
        change(stage.Network.Paths.Between(honest, 4));
    }
}
