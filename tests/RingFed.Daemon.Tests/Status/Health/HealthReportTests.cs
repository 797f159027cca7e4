using RingFed.Daemon.Status;
using RingFed.Daemon.Status.Health;
using RingFed.Daemon.Tests.Commands;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Epochs;
using RingFed.Federation.Ring.Status;
using RingFed.Federation.Wire;
using static RingFed.Daemon.Tests.Status.Statuses;

namespace RingFed.Daemon.Tests.Status.Health;

public sealed class HealthReportTests
{
    [Fact]
    public void A_ring_that_goes_round_has_no_items() => Assert.Empty(Of(Session));

    [Fact]
    public void A_neighbour_that_restarts_quickly_is_not_reported()
    {
        Assert.Empty(Of(WithBerlin(minutes: .2, WireFaultCode.Unreachable)));
        Assert.Equal([HealthCode.LinkDown], Codes(WithBerlin(minutes: .26, WireFaultCode.Unreachable)));
    }

    [Theory]
    [InlineData(WireFaultCode.CertificateRefused, HealthCode.NeighbourIdentity)]
    [InlineData(WireFaultCode.WrongSilo, HealthCode.NeighbourIdentity)]
    [InlineData(WireFaultCode.WrongFederation, HealthCode.NeighbourIdentity)]
    [InlineData(WireFaultCode.TopologyMismatch, HealthCode.NeighbourTopology)]
    [InlineData(WireFaultCode.UnknownVersion, HealthCode.NeighbourVersion)]
    public void A_refusal_is_reported_at_once_as_what_it_is(object fault, object code)
    {
        HealthItem item = Assert.Single(Of(WithBerlin(minutes: 0, (WireFaultCode)fault)));

        Assert.Equal((HealthCode)code, item.Code);
        Assert.Equal(HealthSeverity.Critical, item.Severity);
        Assert.Equal("berlin", item.Silo);
        Assert.Contains("the reason", item.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_link_this_silo_is_isolated()
    {
        SessionStatus alone = Session with
        {
            Links = [Down("bologna", -1, 2, "no route", WireFaultCode.Unreachable), Down("berlin", 1, 3, "no route", WireFaultCode.Unreachable)],
        };

        Assert.Equal([HealthCode.Isolated, HealthCode.LinkDown, HealthCode.LinkDown], Codes(alone));
        Assert.DoesNotContain(HealthCode.Isolated, Codes(alone with { Links = [.. alone.Links, Up("leuven", 2)] }));
    }

    [Fact]
    public void A_draft_waits_for_the_operator_until_it_or_one_that_is_not_behind_is_signed()
    {
        HealthItem item = Assert.Single(Of(Drafts.SessionWith("berlin", "leuven")));
        DraftStatus other = Drafts.DraftOf(Drafts.NextOf("bologna", "paris", "berlin"), "paris");
        EpochStatus epochs = Drafts.SessionWith("berlin").Epochs!;

        Assert.Equal((HealthCode.DraftWaiting, HealthSeverity.Warning), (item.Code, item.Severity));
        Assert.Contains($"draft {Drafts.NextName} of epoch 5 is signed by berlin, leuven, not by this silo: 2 of 3 needed", item.Sentence, StringComparison.Ordinal);
        Assert.Empty(Of(Drafts.SessionWith("berlin", "paris")));
        Assert.Empty(Of(Session with { Epochs = epochs with { Drafts = [.. epochs.Drafts, other] } }));
        Assert.Empty(Of(Session with { Epochs = epochs with { Drafts = [epochs.Drafts[0] with { IsHere = false }] } }));
        Assert.Empty(Of(Session with { Epochs = epochs with { Drafts = [epochs.Drafts[0] with { Obstacle = "its rounds are over already" }] } }));
    }

    [Fact]
    public void A_draft_that_is_ahead_of_what_is_signed_here_waits_too()
    {
        DraftStatus signed = Drafts.DraftOf(Drafts.NextOf("bologna", "paris", "berlin"), "paris");
        EpochStatus epochs = Drafts.SessionWith("berlin", "leuven").Epochs!;

        HealthItem item = Assert.Single(Of(Session with { Epochs = epochs with { Drafts = [.. epochs.Drafts, signed] } }));

        Assert.Equal(HealthCode.DraftWaiting, item.Code);
        Assert.Contains(Drafts.NextName, item.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bypass_is_worth_knowing()
    {
        SessionStatus bypassed = WithBerlin(minutes: 3, WireFaultCode.Unreachable);

        Assert.Equal([HealthCode.LinkDown, HealthCode.BypassInUse], Codes(bypassed with { Links = [.. bypassed.Links, Up("leuven", 2)] }));
    }

    [Theory]
    [InlineData(SiloCondition.Suspected, HealthCode.SiloSuspected)]
    [InlineData(SiloCondition.Absent, HealthCode.SiloAbsent)]
    [InlineData(SiloCondition.Convicted, HealthCode.SiloConvicted)]
    [InlineData(SiloCondition.Left, HealthCode.SiloLeft)]
    public void A_silo_that_is_not_simply_there_is_named_with_the_reason(object state, object code)
    {
        HealthItem item = Assert.Single(Of(Session.With("leuven", (SiloCondition)state, "the reason")));

        Assert.Equal((HealthCode)code, item.Code);
        Assert.Contains("the reason", item.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_leaves_is_named_once_with_what_is_awaited()
    {
        SessionStatus leaving = Session with { Leave = new LeaveStatus(LeaveStage.Signed, null, false, "the close of round 7", Ago(minutes: 2)) };
        HealthItem self = Assert.Single(Of(leaving.With("paris", SiloCondition.Leaving, "it takes its leave")));
        Assert.Equal((HealthCode.Leaving, HealthSeverity.Info, (DateTimeOffset?)Ago(minutes: 2)), (self.Code, self.Severity, self.Since));
        Assert.Equal("this silo leaves the ring: it waits for the close of round 7", self.Sentence);

        HealthItem other = Assert.Single(Of(Session.With("berlin", SiloCondition.Leaving, "it takes its leave")));
        Assert.Equal((HealthCode.Leaving, "berlin"), (other.Code, other.Silo));
    }

    [Fact]
    public void The_stopped_daemon_of_a_silo_that_left_is_no_missing_link()
    {
        SessionStatus left = WithBerlin(minutes: 20, WireFaultCode.Unreachable).With("berlin", SiloCondition.Left, "with round 3");

        Assert.Equal([HealthCode.SiloLeft], Codes(left));
        Assert.Equal([HealthCode.Isolated, HealthCode.SiloLeft], Codes(left with { Links = [Down("berlin", 1, 20, "no route", WireFaultCode.Unreachable)] }));
    }

    [Fact]
    public void Three_silos_side_by_side_that_left_open_the_ring_and_two_such_gaps_part_it()
    {
        Assert.DoesNotContain(HealthCode.RingGap, Codes(Left(8, 3, 4)));
        Assert.DoesNotContain(HealthCode.RingGap, Codes(Left(8, 1, 3, 5)));

        HealthItem gap = Assert.Single(Of(Left(8, 7, 0, 1)), item => item.Code == HealthCode.RingGap);
        Assert.Equal(
            "side by side have left: s7, s0, s1; once their daemons are stopped, the ring is open there and goes on the other way round", gap.Sentence);

        HealthItem gaps = Assert.Single(Of(Left(8, 1, 2, 3, 5, 6, 7)), item => item.Code == HealthCode.RingGap);
        Assert.Contains("falls into parts", gaps.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_silo_that_the_others_cannot_reach_is_told_so() =>
        Assert.Equal([HealthCode.CutOff], Codes(Session.With("paris", SiloCondition.Absent, "bologna and leuven cannot reach it")));

    [Fact]
    public void A_minority_says_that_it_waits()
    {
        SessionStatus minority = Session
            .With("berlin", SiloCondition.Suspected, "nothing heard")
            .With("leuven", SiloCondition.Suspected, "nothing heard");

        HealthItem item = Of(minority)[0];

        Assert.Equal((HealthCode.BelowQuorum, HealthSeverity.Critical), (item.Code, item.Severity));
        Assert.Contains("a minority waits: 2 of 4 silos are heard of, 3 votes close a round; not heard of: berlin, leuven", item.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Silos_beyond_the_watched_ones_count_as_unheard_when_votes_of_theirs_stay_away()
    {
        SessionStatus voting = (Session with
        {
            Closing = new ClosingStatus(1, "prevotes", 2, 3),
            Awaited = [new AwaitedSilo("leuven", Ago(minutes: 1.9), "prevote not seen")],
        }).With("berlin", SiloCondition.Suspected, "nothing heard");

        Assert.DoesNotContain(HealthCode.BelowQuorum, Codes(voting));
        Assert.Contains(HealthCode.BelowQuorum, Codes(voting with { Awaited = [new AwaitedSilo("leuven", Ago(minutes: 2), "prevote not seen")] }));
    }

    [Fact]
    public void A_round_is_overdue_a_minute_after_its_deadline()
    {
        Assert.Empty(Of(Session with { RoundSince = Ago(minutes: 11), RoundDeadline = Ago(minutes: .9) }));

        SessionStatus overdue = Session with
        {
            RoundSince = Ago(minutes: 11), RoundDeadline = Ago(minutes: 1), Awaited = [new AwaitedSilo("berlin", Ago(minutes: 11), "envelope not seen")],
        };
        HealthItem item = Assert.Single(Of(overdue));
        Assert.Equal(HealthCode.RoundOverdue, item.Code);
        Assert.Contains("round 7 has been open for 11 min 0 s; awaited: berlin (envelope not seen)", item.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_silo_in_none_of_the_last_three_rounds_is_reported_until_it_is_in_one()
    {
        MissedSilo berlin = new("berlin", "no envelope came");

        Assert.DoesNotContain(HealthCode.SiloMissing, Codes(Session.WithRounds(Round(5, berlin), Round(6, berlin))));
        Assert.Contains(HealthCode.SiloMissing, Codes(Session.WithRounds(Round(4, berlin), Round(5, berlin), Round(6, berlin))));
        Assert.DoesNotContain(HealthCode.SiloMissing, Codes(Session.WithRounds(Round(4, berlin), Round(5, berlin), Round(6))));
    }

    [Fact]
    public void Rounds_that_merged_a_part_of_the_roster_stay_known()
    {
        HealthItem item = Assert.Single(Of(Session.WithRounds(Round(4), Round(5, new MissedSilo("leuven", "slow")), Round(6))));

        Assert.Equal((HealthCode.SubsetRounds, HealthSeverity.Info), (item.Code, item.Severity));
        Assert.Contains("leuven missed 1", item.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_withstands_no_liar_is_said_to()
    {
        HealthItem item = Assert.Single(Of(Session with { IsByzantineRobust = false, RuleLabel = "mean (n = 2)" }));

        Assert.Equal((HealthCode.NotByzantineRobust, HealthSeverity.Info, "mean (n = 2)"), (item.Code, item.Severity, item.Sentence));
    }

    [Fact]
    public void A_guard_and_a_catch_up_are_shown_while_they_last()
    {
        SessionStatus returning = Session with
        {
            Guard = new GuardStatus("it was restored", "the close of round 9"), CatchUp = new CatchUpStatus(3, 4, 6, "bologna"),
        };

        Assert.Equal([HealthCode.Guarded, HealthCode.CatchingUp], Codes(returning));
        Assert.Empty(Of(returning with { Guard = null, CatchUp = null }));
    }

    [Theory]
    [InlineData(31, null)]
    [InlineData(30, HealthCode.CertificateExpiring)]
    [InlineData(0, HealthCode.CertificateExpired)]
    public void A_certificate_is_warned_of_thirty_days_ahead(int days, object? code) =>
        Assert.Equal(code is null ? [] : [(HealthCode)code], Codes(Session with { Identity = new IdentityStatus(Now.AddDays(days), null) }));

    [Fact]
    public void An_overdue_list_of_revoked_certificates_is_reported()
    {
        Assert.Empty(Of(Session with { Identity = Session.Identity with { RevocationsDue = Now } }));
        Assert.Equal([HealthCode.RevocationsOverdue], Codes(Session with { Identity = Session.Identity with { RevocationsDue = Now.AddSeconds(-1) } }));
    }

    [Fact]
    public void Little_room_on_the_disk_is_reported_and_an_unknown_one_is_not()
    {
        Assert.Equal([HealthCode.StateDiskLow], HealthReport.Of(Session, new StateDisk("/state", 999_999_999), Now).Select(item => item.Code));
        Assert.Empty(HealthReport.Of(Session, new StateDisk("/state", null), Now));
    }

    [Fact]
    public void Every_kind_of_alarm_that_no_fact_shows_has_its_own_item()
    {
        AlarmKind[] shown = [AlarmKind.NeighbourRefused, AlarmKind.SiloConvicted, AlarmKind.StateOlder];
        AlarmKind[] kinds = [.. Enum.GetValues<AlarmKind>().Except(shown)];

        IReadOnlyList<HealthCode> codes = Codes(Session with { Alarms = [.. Enum.GetValues<AlarmKind>().Select(kind => new SessionAlarm(kind, Now, 7, "what happened"))] });

        Assert.Equal(kinds.Length, codes.Distinct().Count());
    }

    [Fact]
    public void After_the_last_round_a_ring_that_falls_silent_is_no_trouble()
    {
        SessionStatus complete = WithBerlin(minutes: 60, WireFaultCode.Unreachable) with { Phase = SessionPhase.Lingering };

        Assert.Empty(Of(complete.With("leuven", SiloCondition.Suspected, "nothing heard")));
    }

    [Fact]
    public void The_worst_comes_first_and_decides_the_exit_code()
    {
        IReadOnlyList<HealthItem> all = Of(WithBerlin(minutes: 3, WireFaultCode.WrongSilo)
            .With("leuven", SiloCondition.Absent, "off") with { IsByzantineRobust = false });

        Assert.Equal([HealthSeverity.Critical, HealthSeverity.Warning, HealthSeverity.Info], all.Select(item => item.Severity).Distinct());
        Assert.Equal(2, HealthReport.ExitCodeOf(all));
        Assert.Equal(1, HealthReport.ExitCodeOf([.. all.Where(item => item.Severity == HealthSeverity.Warning)]));
        Assert.Equal(0, HealthReport.ExitCodeOf([.. all.Where(item => item.Severity == HealthSeverity.Info)]));
        Assert.Equal(0, HealthReport.ExitCodeOf([]));
    }

    private static SessionStatus WithBerlin(double minutes, WireFaultCode code) =>
        Session with { Links = [Up("bologna", -1), Down("berlin", 1, minutes, "the reason", code)] };

    private static IReadOnlyList<HealthItem> Of(SessionStatus session) => HealthReport.Of(session, Roomy, Now);

    private static IReadOnlyList<HealthCode> Codes(SessionStatus session) => [.. Of(session).Select(item => item.Code)];

    private static SessionStatus Left(int silos, params int[] left) => Session with
    {
        Voting = new VotingStatus(silos - left.Length, 0, 1),
        Silos = [.. Enumerable.Range(0, silos).Select(silo => new SiloStanding(
            $"s{silo}", left.Contains(silo) ? SiloCondition.Left : SiloCondition.Active, null, "with round 3"))],
    };
}
