using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Epochs;
using RingFed.Federation.Wire;
using static RingFed.Federation.Tests.Ring.Epochs.EpochBench;
using static RingFed.Federation.Tests.Ring.SessionBench;

namespace RingFed.Federation.Tests.Ring.Epochs;

/// <summary>Links between silos of different epochs: one is behind and asks, the other is ahead and answers.</summary>
public sealed class HandoverTests
{
    private static readonly RoundClose Last = CloseOf(0, EndingWith(Reordered));
    private static readonly SessionPlan Longer = Plan with { ParameterRounds = 6 };
    private static readonly Hello Later = HelloOf(C) with { VersionMax = 2, Epoch = 2, Topology = Reordered.Topology };
    private static readonly Hello Earlier = HelloOf(C) with { VersionMax = 2 };

    [Fact]
    public void A_peer_that_says_it_is_in_a_later_epoch_is_told_nothing_but_the_greeting()
    {
        SessionBench bench = Straggler();

        Assert.DoesNotContain(
            bench.Steps(new LinkOpened(1, C, Outgoing: true), new MessageArrived(1, Later)), effect => effect is not Send { Message: Hello });
    }

    [Fact]
    public void A_silo_that_is_still_in_the_epoch_before_learns_its_end_from_those_ahead_and_goes_on_after_them()
    {
        SessionBench bench = Straggler();
        Meet(bench, 1, Later, closed: 0);

        Assert.Contains(new Send(1, new WantCloses(0)), bench.TickUntil(Plan.Times.LapMs(4)));
        Assert.Equal(new VerifyClose(1, Last), Assert.Single(bench.Step(new MessageArrived(1, new CloseMessage(Last)))));
        Assert.Empty(bench.Step(new CloseVerified(1, Last, Holds: true)).OfType<PersistClose>());
        Assert.Contains(new Send(1, new WantTopology(Reordered.Topology)), bench.Step(new Tick()));
        Assert.Equal(
            new ExamineTopology(1, Reordered.Topology, Reordered.Text, IsDraft: true),
            Assert.Single(bench.Step(new MessageArrived(1, new TopologyText(Reordered.Text)))));
        bench.Step(new TopologyExamined(1, Reordered.Topology, Reordered, null));
        Assert.False(Assert.Single(bench.Step(new DraftPersisted(Reordered)).OfType<PersistClose>()).HasResult);
        SessionEnd end = Assert.Single(bench.Step(new ClosePersisted(0)).OfType<Finish>()).End;

        Assert.Equal((SessionEnding.NextEpoch, 0, Reordered.Topology), (end.Ending, end.Closed, end.Next));
    }

    [Fact]
    public void What_those_ahead_say_closed_after_the_end_of_the_epoch_is_not_asked_for()
    {
        SessionBench bench = Straggler();
        Meet(bench, 1, Later, closed: 5);
        bench.Step(new MessageArrived(1, new CloseMessage(Last)));
        bench.Step(new CloseVerified(1, Last, Holds: true));

        Assert.DoesNotContain(bench.TickUntil(4 * Plan.Times.StallMs), effect => effect is Send { Message: WantCloses });
    }

    [Fact]
    public void A_false_claim_of_a_later_epoch_costs_no_more_than_one_unanswered_question()
    {
        SessionBench bench = Straggler();
        Assert.Contains(new Send(1, new WantCloses(0)), Meet(bench, 1, Later, closed: 6));
        bench.Connect(2, A, closed: 3);

        Assert.DoesNotContain(bench.TickUntil(Plan.Times.StallMs - 1), effect => effect is Send { Message: WantCloses });
        Assert.Contains(new Send(2, new WantCloses(0)), bench.TickUntil(Plan.Times.StallMs));
    }

    [Fact]
    public void A_close_from_ahead_that_proves_nothing_closes_the_link()
    {
        SessionBench bench = Straggler();
        Meet(bench, 1, Later, closed: 6);
        RoundClose weak = Last with { Precommits = [.. Last.Precommits.Take(2)] };

        Assert.Equal(WireFaultCode.Malformed, FaultOf(bench.Step(new MessageArrived(1, new CloseMessage(weak)))));
    }

    [Fact]
    public void A_round_beyond_the_last_that_is_said_to_be_closed_in_a_later_epoch_closes_the_link()
    {
        SessionBench bench = Straggler();

        Assert.Equal(WireFaultCode.Malformed, FaultOf(Meet(bench, 1, Later, closed: 7)));
    }

    public static TheoryData<string> NotFromAhead => ["summary", "record", "want", "want closes", "want topology", "want records", "hello", "close", "text"];

    [Theory]
    [MemberData(nameof(NotFromAhead))]
    public void A_peer_of_a_later_epoch_says_nothing_but_how_this_one_ended(string what)
    {
        SessionBench bench = Straggler();
        Meet(bench, 1, Later);

        Assert.Equal(WireFaultCode.UnexpectedFrame, FaultOf(bench.Step(new MessageArrived(1, MessageOf(what)))));
    }

    public static TheoryData<string> NotFromBehind => ["summary", "record", "want", "want records", "hello", "close", "text", "progress"];

    [Theory]
    [MemberData(nameof(NotFromBehind))]
    public void A_peer_of_an_epoch_before_may_ask_for_closes_and_topologies_and_say_nothing_else(string what)
    {
        SessionBench bench = Ahead();
        Meet(bench, 1, Earlier, peer: OldCInNew);

        Assert.Equal(WireFaultCode.UnexpectedFrame, FaultOf(bench.Step(new MessageArrived(1, MessageOf(what)))));
    }

    [Fact]
    public void A_chunk_over_a_link_to_another_epoch_closes_it_and_is_dropped()
    {
        SessionBench bench = Straggler();
        Meet(bench, 1, Later, closed: 0);

        List<RingEffect> effects = bench.Step(new ChunkArrived(1, ChunkOf(A, 0), Token: 5));

        Assert.Contains(new DropChunk(5), effects);
        Assert.Equal(WireFaultCode.UnexpectedFrame, FaultOf(effects));
    }

    [Fact]
    public void Nothing_of_the_rounds_goes_to_a_peer_of_a_later_epoch()
    {
        SessionBench bench = Straggler();
        Meet(bench, 1, Later);

        Assert.DoesNotContain(bench.Publish(), effect => effect is Send or SendChunk);
    }

    [Fact]
    public void A_peer_of_a_later_epoch_is_gone_around_like_one_that_is_gone()
    {
        SessionBench bench = Straggler();
        Meet(bench, 1, Later);
        bench.Connect(2, A);
        List<RingEffect> effects = [];
        while (bench.Now < Plan.Times.SuspicionMs)
        {
            effects.AddRange(bench.TickUntil(bench.Now + Plan.Times.HeartbeatMs));
            bench.Steps([.. new[] { 1, 2 }.Select(link => new MessageArrived(link, new Heartbeat(IsAnswer: true, 0, 0)))]);
        }

        Assert.Contains(new OpenEdge(D), effects);
        Assert.Contains(effects, effect => effect is Send { Link: 1, Message: Heartbeat });
        Assert.DoesNotContain(effects, effect => effect is CloseLink { Link: 1 });
    }

    [Fact]
    public void A_peer_of_a_later_epoch_that_falls_silent_is_let_go()
    {
        SessionBench bench = Straggler();
        Meet(bench, 1, Later);

        Assert.Equal(WireFaultCode.TimedOut, FaultOf(bench.TickUntil(Plan.Times.SilenceMs)));
    }

    [Fact]
    public void A_restarted_silo_does_not_work_while_those_ahead_say_that_its_round_is_closed()
    {
        SessionBench bench = new(After([.. ChainOf(2)]), Longer);
        bench.Step(new SessionStarted());
        Meet(bench, 1, Later, closed: 4);

        Assert.DoesNotContain(bench.Step(new Merged(1)), effect => effect is Work);
    }

    [Fact]
    public void A_peer_of_an_epoch_before_is_told_how_that_one_ended_and_nothing_more()
    {
        SessionBench bench = Ahead();

        List<RingEffect> effects = Meet(bench, 1, Earlier, peer: OldCInNew);

        Assert.Equal(new Send(1, new Progress(0)), Assert.Single(effects, effect => effect is not Send { Message: Hello }));
        Assert.Equal(
            new Send(1, new Heartbeat(true, 5, 0)), Assert.Single(bench.Step(new MessageArrived(1, new Heartbeat(false, 5, 0)))));
    }

    [Fact]
    public void It_gets_closes_up_to_the_last_of_its_epoch()
    {
        SessionBench bench = Ahead();
        Meet(bench, 1, Earlier, peer: OldCInNew);

        Assert.Equal(new SendCloses(1, 0, 0), Assert.Single(bench.Step(new MessageArrived(1, new WantCloses(0)))));
        Assert.Empty(bench.Step(new MessageArrived(1, new WantCloses(1))));
    }

    [Fact]
    public void It_gets_the_topologies_that_are_known_each_once_in_a_while()
    {
        SessionBench bench = Ahead();
        Meet(bench, 1, Earlier, peer: OldCInNew);
        MessageArrived question = new(1, new WantTopology(Reordered.Topology));

        Assert.Equal(new SendTopology(1, Reordered.Topology), Assert.Single(bench.Step(question)));
        Assert.Equal(new SendTopology(1, Plan.Topology), Assert.Single(bench.Step(new MessageArrived(1, new WantTopology(Plan.Topology)))));
        Assert.Empty(bench.Step(question));
        Assert.Empty(bench.Step(new MessageArrived(1, new WantTopology(DigestOf("another")))));
        bench.TickUntil(Plan.Times.PullMs / 2);
        Assert.Contains(new SendTopology(1, Reordered.Topology), bench.Step(question));
    }

    [Fact]
    public void A_peer_of_the_same_epoch_gets_texts_of_drafts_too()
    {
        SessionBench bench = new(Holding(Reordered));
        bench.Step(new SessionStarted());
        bench.Connect(1, C, protocol: 2);

        Assert.Equal(
            new SendTopology(1, Reordered.Topology), Assert.Single(bench.Step(new MessageArrived(1, new WantTopology(Reordered.Topology)))));
    }

    [Fact]
    public void A_silo_that_was_removed_is_told_how_its_epoch_ended_and_gets_the_proof_of_it()
    {
        SessionBench bench = AheadWithoutC();

        Assert.Contains(new Send(1, new Progress(0)), Meet(bench, 1, Earlier, peer: Removed));
        Assert.Equal(new SendCloses(1, 0, 0), Assert.Single(bench.Step(new MessageArrived(1, new WantCloses(0)))));
        Assert.Equal(
            new SendTopology(1, WithoutC.Topology), Assert.Single(bench.Step(new MessageArrived(1, new WantTopology(WithoutC.Topology)))));
        Assert.Equal(
            new Send(1, new Heartbeat(true, 5, 0)), Assert.Single(bench.Step(new MessageArrived(1, new Heartbeat(false, 5, 0)))));
        Assert.Contains(bench.TickUntil(Plan.Times.SilenceMs), effect => effect is CloseLink { Link: 1, Fault.Code: WireFaultCode.TimedOut });
    }

    [Theory]
    [MemberData(nameof(NotFromBehind))]
    public void A_silo_that_was_removed_says_nothing_else(string what)
    {
        SessionBench bench = AheadWithoutC();
        Meet(bench, 1, Earlier, peer: Removed);

        Assert.Equal(WireFaultCode.UnexpectedFrame, FaultOf(bench.Step(new MessageArrived(1, MessageOf(what)))));
    }

    [Fact]
    public void A_silo_that_was_removed_and_sends_chunks_is_let_go()
    {
        SessionBench bench = AheadWithoutC();
        Meet(bench, 1, Earlier, peer: Removed);

        List<RingEffect> effects = bench.Step(new ChunkArrived(1, ChunkOf(A, 0), Token: 5));

        Assert.Contains(new DropChunk(5), effects);
        Assert.Equal(WireFaultCode.UnexpectedFrame, FaultOf(effects));
    }

    [Fact]
    public void A_silo_that_was_removed_is_no_part_of_the_epoch_that_did_so()
    {
        List<RingEffect> effects = Meet(AheadWithoutC(), 1, Earlier with { Epoch = 2, Topology = WithoutC.Topology }, peer: Removed);

        CloseLink close = Assert.Single(effects.OfType<CloseLink>());
        Assert.Equal(WireFaultCode.WrongSilo, close.Fault.Code);
        Assert.Contains("c is not in the ring any more: epoch 2, which began with round 1, removed it", close.Fault.Sentence);
        Assert.Empty(effects.OfType<RaiseAlarm>());
    }

    [Fact]
    public void A_silo_that_is_taken_back_by_an_epoch_that_has_not_begun_is_told_to_come_again()
    {
        List<RingEffect> effects = Meet(AheadWithoutC(), 1, Earlier with { Epoch = 3, Topology = DigestOf("three") }, peer: Removed);

        Assert.Equal(WireFaultCode.Busy, FaultOf(effects));
        Assert.Empty(effects.OfType<RaiseAlarm>());
    }

    [Fact]
    public void A_silo_that_was_removed_learns_nothing_of_what_came_after_the_epoch_that_did_so()
    {
        SessionPlan plan = new(Plan.Federation, 3, DigestOf("three"), ["a", "b"], B, 1, 5, 1, new SessionTimes())
        {
            Previous = WithoutC.Topology,
            FirstRound = 2,
            OpeningClose = DigestOf("close"),
            Earlier = [new EarlierEpoch(1, Plan.Topology, 0, Plan.Roster), new EarlierEpoch(2, WithoutC.Topology, 1, WithoutC.Roster)],
        };
        int removed = new RingAdmittance(plan).PlaceOf("c");
        SessionBench bench = new(After([CloseOf(0, EndingWith(WithoutC))]), plan, hasListened: false);
        bench.Step(new SessionStarted());

        Assert.Equal(WireFaultCode.WrongSilo, FaultOf(Meet(bench, 1, Earlier with { Epoch = 2, Topology = WithoutC.Topology }, peer: removed)));
        Assert.Contains(new Send(2, new Progress(0)), Meet(bench, 2, Earlier, peer: removed, outgoing: false));
        Assert.Single(bench.Step(new MessageArrived(2, new WantTopology(WithoutC.Topology))));
        Assert.Empty(bench.Step(new MessageArrived(2, new WantTopology(plan.Topology))));
    }

    [Fact]
    public void Nothing_of_the_rounds_goes_to_a_silo_that_was_removed()
    {
        SessionBench bench = AheadWithoutC();
        Meet(bench, 1, Earlier, peer: Removed);

        Assert.DoesNotContain(bench.Publish(), effect => effect is Send or SendChunk);
    }

    [Fact]
    public void An_epoch_before_that_leads_nowhere_is_refused()
    {
        SessionBench bench = Ahead();

        Assert.Equal(WireFaultCode.TopologyMismatch, FaultOf(Meet(bench, 1, Earlier with { Topology = DigestOf("another") }, peer: OldCInNew)));
    }

    [Fact]
    public void Over_protocol_1_another_epoch_is_refused_as_ever()
    {
        Assert.Equal(WireFaultCode.TopologyMismatch, FaultOf(Meet(Straggler(), 1, Later with { VersionMax = 1 })));
        Assert.Equal(WireFaultCode.TopologyMismatch, FaultOf(Meet(Ahead(), 1, Earlier with { VersionMax = 1 }, peer: OldCInNew)));
    }

    [Fact]
    public void Where_no_close_can_carry_an_epoch_another_one_is_refused()
    {
        SessionBench bench = new(plan: Plan with { ExchangesWithNeighbours = true });
        bench.Step(new SessionStarted());

        Assert.Equal(WireFaultCode.TopologyMismatch, FaultOf(Meet(bench, 1, Later with { VersionMin = 2 })));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_peer_that_comes_into_the_epoch_replaces_its_link_from_before_whoever_dialled(bool outgoing)
    {
        SessionBench bench = Ahead();
        Meet(bench, 1, Earlier, peer: OldCInNew);
        bench.Step(new LinkOpened(2, OldCInNew, outgoing));

        List<RingEffect> effects = bench.Step(new MessageArrived(2, Later));

        CloseLink close = Assert.Single(effects.OfType<CloseLink>());
        Assert.Equal((1, WireFaultCode.Replaced), (close.Link, close.Fault.Code));
        Assert.Contains(effects, effect => effect is Send { Link: 2, Message: Summary });
    }

    [Fact]
    public void A_link_that_is_of_an_epoch_the_peer_has_left_does_not_replace_the_newer()
    {
        SessionBench bench = Ahead();
        Meet(bench, 1, Later, peer: OldCInNew);

        CloseLink close = Assert.Single(Meet(bench, 2, Earlier, peer: OldCInNew).OfType<CloseLink>());

        Assert.Equal((2, WireFaultCode.Replaced), (close.Link, close.Fault.Code));
    }

    [Fact]
    public void Of_three_epochs_the_oldest_ends_where_the_one_after_it_began()
    {
        SessionPlan third = Plan with
        {
            Epoch = 3,
            FirstRound = 12,
            Earlier = [new EarlierEpoch(1, DigestOf("one"), 0, Plan.Roster), new EarlierEpoch(2, DigestOf("two"), 5, Plan.Roster)],
        };

        Assert.Equal(4, third.LastRoundOf(1, DigestOf("one")));
        Assert.Equal(11, third.LastRoundOf(2, DigestOf("two")));
        Assert.Null(third.LastRoundOf(2, DigestOf("one")));
    }

    /// <summary>Place of silo c in the ring of epoch 2: d, c, b, a.</summary>
    private const int OldCInNew = 1;

    /// <summary>First place behind the roster of epoch 2, which is a, b, d; nobody dials there.</summary>
    private const int Removed = 3;

    private static readonly EpochDraft WithoutC = DraftOf("a", "b", "d");

    private static SessionBench Straggler()
    {
        SessionBench bench = new(plan: Longer);
        bench.Step(new SessionStarted());
        return bench;
    }

    private static SessionBench Ahead() => Ahead(Reordered);

    private static SessionBench AheadWithoutC() => Ahead(WithoutC);

    /// <summary>Silo b, which is in epoch 2 from round 1 on.</summary>
    private static SessionBench Ahead(EpochDraft epoch)
    {
        RoundClose last = CloseOf(0, EndingWith(epoch));
        int self = epoch.Roster.ToList().IndexOf(Plan.Roster[B]);
        SessionPlan plan = new(Plan.Federation, 2, epoch.Topology, epoch.Roster, self, 1, epoch.ParameterRounds, 1, new SessionTimes())
        {
            Previous = Plan.Topology,
            FirstRound = 1,
            OpeningClose = last.Id,
            Earlier = [new EarlierEpoch(1, Plan.Topology, 0, Plan.Roster)],
        };
        SessionBench bench = new(After([last]), plan, hasListened: false);
        bench.Step(new SessionStarted());
        return bench;
    }

    /// <param name="closed">What the peer says is closed; null when it says nothing.</param>
    private static List<RingEffect> Meet(SessionBench bench, int link, Hello hello, int? closed = null, int peer = C, bool? outgoing = null)
    {
        List<RingEffect> effects = bench.Steps(new LinkOpened(link, peer, outgoing ?? peer != Removed), new MessageArrived(link, hello));
        effects.AddRange(closed is not null ? bench.Step(new MessageArrived(link, new Progress(closed.Value))) : []);
        return effects;
    }

    private static WireFaultCode FaultOf(List<RingEffect> effects) => Assert.Single(effects.OfType<CloseLink>()).Fault.Code;

    private static RingMessage MessageOf(string what) => what switch
    {
        "summary" => new Summary(-1, [], []),
        "record" => new RecordMessage(Sign(EnvelopeOf(A))),
        "want" => new Want(ItemOf(B), default),
        "want closes" => new WantCloses(0),
        "want topology" => new WantTopology(Plan.Topology),
        "want records" => new WantRecords([]),
        "hello" => Later,
        "close" => new CloseMessage(Last),
        "text" => new TopologyText(string.Empty),
        _ => new Progress(0),
    };
}
