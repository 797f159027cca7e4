using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Epochs;
using RingFed.Federation.Wire;
using static RingFed.Federation.Tests.Ring.Epochs.EpochBench;
using static RingFed.Federation.Tests.Ring.SessionBench;

namespace RingFed.Federation.Tests.Ring.Epochs;

/// <summary>Operators agree to drafts of the next epoch: this silo's, and others.</summary>
public sealed class DraftSigningTests
{
    private static readonly SignedRecord OwnAssent = AssentOf(B, Reordered);

    private readonly SessionBench bench = new();

    public DraftSigningTests()
    {
        bench.Step(new SessionStarted());
        bench.Connect(1, C, protocol: 2);
    }

    [Fact]
    public void The_text_is_stored_before_the_assent_is_signed_and_the_assent_before_it_leaves()
    {
        Assert.Equal([new PersistDraft(Reordered)], bench.Step(new DraftOffered(Reordered)));
        Assert.Equal(OwnAssent.Body, Assert.IsType<Sign>(Assert.Single(bench.Step(new DraftPersisted(Reordered)))).Body);
        Assert.Equal([new PersistAssent(OwnAssent)], bench.Step(new Signed(OwnAssent)));

        List<RingEffect> effects = bench.Step(new AssentPersisted(OwnAssent));

        Assert.Contains(new Send(1, new RecordMessage(OwnAssent)), effects);
        DraftAnswer answer = Assert.Single(effects.OfType<AnswerDraft>()).Answer;
        Assert.True(answer.IsAccepted);
        Assert.Contains("is signed by b: 2 more of 4 silos have to sign it", answer.Sentence);
        Assert.Equal(["b"], Assert.Single(bench.Snapshot.Drafts).SignedBy);
    }

    [Fact]
    public void Agreeing_again_is_answered_and_nothing_is_signed_twice()
    {
        Agree(Reordered);

        Assert.True(Assert.IsType<AnswerDraft>(Assert.Single(bench.Step(new DraftOffered(Reordered)))).Answer.IsAccepted);
        Assert.True(Assert.IsType<AnswerDraft>(Assert.Single(bench.Step(new DraftAgreed(Reordered.Topology)))).Answer.IsAccepted);
    }

    [Fact]
    public void An_operator_who_asks_twice_while_the_disk_is_slow_signs_once()
    {
        bench.Step(new DraftOffered(Reordered));

        Assert.Empty(bench.Step(new DraftOffered(Reordered)));

        Assert.Single(bench.Step(new DraftPersisted(Reordered)));
        Assert.Empty(bench.Step(new DraftAgreed(Reordered.Topology)));
    }

    [Fact]
    public void A_draft_that_comes_twice_while_the_disk_is_slow_is_stored_once()
    {
        bench.Connect(2, A, protocol: 2);
        bench.Take(1, AssentOf(C, Reordered));
        int source = Assert.Single(Asked(bench.Step(new Tick())));
        Assert.Equal([3 - source], Asked(bench.TickUntil(bench.Now + Plan.Times.PullMs)));
        bench.Step(new MessageArrived(source, new TopologyText(Reordered.Text)));
        bench.Step(new MessageArrived(3 - source, new TopologyText(Reordered.Text)));

        Assert.Equal([new PersistDraft(Reordered)], bench.Step(new TopologyExamined(source, Reordered.Topology, Reordered, null)));
        Assert.Empty(Asked(bench.TickUntil(bench.Now + 3 * Plan.Times.PullMs)));
        Assert.Empty(bench.Step(new TopologyExamined(3 - source, Reordered.Topology, Reordered, null)));
        Assert.Empty(bench.Step(new DraftOffered(Reordered)));

        Assert.IsType<Sign>(Assert.Single(bench.Step(new DraftPersisted(Reordered))));
    }

    [Fact]
    public void A_draft_that_is_not_here_cannot_be_agreed_to_by_its_digest()
    {
        DraftAnswer answer = Assert.IsType<AnswerDraft>(Assert.Single(bench.Step(new DraftAgreed(Reordered.Topology)))).Answer;

        Assert.False(answer.IsAccepted);
        Assert.Contains("hand in its file", answer.Sentence);
    }

    [Fact]
    public void After_four_drafts_the_operator_is_told_to_agree_on_one_of_them()
    {
        foreach (string first in new[] { "a", "b", "c", "d" })
        {
            Agree(DraftOf(first, "x"));
        }

        DraftAnswer answer = Assert.IsType<AnswerDraft>(Assert.Single(bench.Step(new DraftOffered(Reordered)))).Answer;

        Assert.False(answer.IsAccepted);
        Assert.Contains("has signed 4 drafts", answer.Sentence);
    }

    [Fact]
    public void The_text_of_a_draft_that_another_silo_signed_is_asked_for_checked_and_stored()
    {
        bench.Take(1, AssentOf(C, Reordered));
        Assert.Contains(new Send(1, new WantTopology(Reordered.Topology)), bench.Step(new Tick()));

        Assert.Equal(
            [new ExamineTopology(1, Reordered.Topology, Reordered.Text, IsDraft: true)],
            bench.Step(new MessageArrived(1, new TopologyText(Reordered.Text))));
        Assert.Equal([new PersistDraft(Reordered)], bench.Step(new TopologyExamined(1, Reordered.Topology, Reordered, null)));
        Assert.Empty(bench.Step(new DraftPersisted(Reordered)).OfType<Sign>());

        Assert.True(Assert.Single(bench.Snapshot.Drafts).IsHere);
        Assert.Contains(bench.Step(new DraftAgreed(Reordered.Topology)), effect => effect is Sign { Body: Assent });
    }

    [Fact]
    public void A_peer_that_has_no_text_is_asked_again_after_the_others()
    {
        bench.Connect(2, A, protocol: 2);
        bench.Take(1, AssentOf(C, Reordered));
        int first = Assert.Single(Asked(bench.Step(new Tick())));
        Assert.Empty(Asked(bench.TickUntil(bench.Now + Plan.Times.PullMs - 1)));

        int second = Assert.Single(Asked(bench.TickUntil(bench.Now + 1)));

        Assert.NotEqual(first, second);
        Assert.Equal(first, Assert.Single(Asked(bench.TickUntil(bench.Now + Plan.Times.PullMs))));
    }

    [Fact]
    public void A_draft_that_nobody_has_does_not_keep_another_from_being_asked_for_everywhere()
    {
        bench.Connect(2, A, protocol: 2);
        bench.Take(1, AssentOf(C, Reordered));
        bench.Take(2, AssentOf(A, DraftOf("nobody", "has", "it")));

        List<RingEffect> effects = bench.TickUntil(5 * Plan.Times.PullMs);

        Assert.Equal([1, 2], effects.OfType<Send>().Where(send => send.Message is WantTopology want && want.Topology == Reordered.Topology).Select(send => send.Link).Distinct().Order());
    }

    [Fact]
    public void A_draft_that_only_a_proposal_names_is_not_asked_for_where_its_proposer_may_lie()
    {
        SessionBench wary = new(plan: Plan with { Byzantine = 1 });
        wary.Step(new SessionStarted());
        wary.Connect(2, C, protocol: 2);
        wary.Take(2, ProposalOf(A, EndingWith(Reordered)));
        Assert.Empty(Asked(wary.Step(new Tick())));

        wary.Take(2, PrevoteOf(C, EndingWith(Reordered)));
        wary.Take(2, PrevoteOf(D, EndingWith(Reordered)));

        Assert.Equal([2], Asked(wary.Step(new Tick())));
    }

    [Fact]
    public void A_peer_of_the_older_protocol_is_not_asked()
    {
        SessionBench old = new();
        old.Step(new SessionStarted());
        old.Connect(1, C);
        old.Take(1, AssentOf(C, Reordered));

        Assert.Empty(Asked(old.TickUntil(Plan.Times.PullMs)));
    }

    [Fact]
    public void A_text_that_nobody_asked_for_and_one_that_says_something_else_cost_the_link()
    {
        RingEffect unasked = Assert.Single(bench.Step(new MessageArrived(1, new TopologyText("x"))));
        Assert.Equal(WireFaultCode.UnexpectedFrame, Assert.IsType<CloseLink>(unasked).Fault.Code);

        bench.Connect(2, A, protocol: 2);
        bench.Take(2, AssentOf(C, Reordered));
        bench.Step(new Tick());
        bench.Step(new MessageArrived(2, new TopologyText("x")));
        RingEffect wrong = Assert.Single(bench.Step(new TopologyExamined(2, Reordered.Topology, DraftOf("a", "x"), null)));
        Assert.Equal(WireFaultCode.Malformed, Assert.IsType<CloseLink>(wrong).Fault.Code);
    }

    [Fact]
    public void A_slow_peer_that_was_asked_again_may_answer_each_question_and_no_more()
    {
        bench.Take(1, AssentOf(C, Reordered));
        Assert.Equal([1, 1], Asked(bench.TickUntil(bench.Now + Plan.Times.PullMs + Plan.Times.TickMs)));
        EpochDraft other = DraftOf("a", "x");
        bench.Take(1, AssentOf(D, other));
        bench.Take(1, AssentOf(A, other));
        Digest[] more = [.. bench.TickUntil(bench.Now + Plan.Times.PullMs).OfType<Send>().Select(send => send.Message).OfType<WantTopology>().Select(want => want.Topology)];

        Assert.Equal([new PersistDraft(Reordered)], Answer(Reordered));
        bench.Step(new DraftPersisted(Reordered));
        Assert.Empty(Answer(Reordered));
        Assert.Equal([new PersistDraft(other)], Answer(other));
        bench.Step(new DraftPersisted(other));
        Assert.All(more.Where(draft => draft == Reordered.Topology), _ => Assert.Empty(Answer(Reordered)));
        Assert.All(more.Where(draft => draft == other.Topology).Skip(1), _ => Assert.Empty(Answer(other)));
        RingEffect fault = Assert.Single(bench.Step(new MessageArrived(1, new TopologyText("one more"))));
        Assert.Equal(WireFaultCode.UnexpectedFrame, Assert.IsType<CloseLink>(fault).Fault.Code);
    }

    [Fact]
    public void A_text_of_a_later_version_costs_no_link_and_is_asked_of_each_silo_once()
    {
        bench.Connect(2, A, protocol: 2);
        bench.Take(1, AssentOf(C, Reordered));
        List<RingEffect> effects = [];
        List<int> asked = [];
        for (long until = bench.Now + (4 * Plan.Times.PullMs); bench.Now < until;)
        {
            foreach (int source in Asked(bench.TickUntil(bench.Now + Plan.Times.TickMs)))
            {
                asked.Add(source);
                bench.Step(new MessageArrived(source, new TopologyText("of tomorrow")));
                effects.AddRange(bench.Step(new TopologyExamined(source, Reordered.Topology, null, "the topology:7: protocol.version is 9")));
            }
        }

        Assert.Equal([1, 2], asked.Order());
        string alarm = Assert.IsType<RaiseAlarm>(Assert.Single(effects)).Sentence;
        Assert.Contains("the topology:7: protocol.version is 9", alarm);
        Assert.Contains("upgrade this daemon", alarm);
        Assert.Contains("protocol.version is 9", Assert.Single(bench.Snapshot.Drafts).Obstacle);
    }

    [Fact]
    public void A_draft_that_cannot_follow_is_said_to_be_one_and_never_asked_for_again()
    {
        bench.Take(1, AssentOf(C, Reordered));
        bench.Step(new Tick());
        bench.Step(new MessageArrived(1, new TopologyText(Reordered.Text)));

        RingEffect effect = Assert.Single(bench.Step(new TopologyExamined(1, Reordered.Topology, Reordered, "epoch: is 9 and must be 2")));

        Assert.Contains("epoch: is 9", Assert.IsType<RaiseAlarm>(effect).Sentence);
        Assert.Empty(Asked(bench.TickUntil(3 * Plan.Times.PullMs)));
        Assert.Equal("it cannot follow this epoch: epoch: is 9 and must be 2", Assert.Single(bench.Snapshot.Drafts).Obstacle);
    }

    [Fact]
    public void A_draft_whose_rounds_are_over_is_said_to_be_one_also_to_who_signs_it()
    {
        EpochDraft lapsed = Reordered with { ParameterRounds = 0 };
        bench.Steps(new DraftOffered(lapsed), new DraftPersisted(lapsed));
        SignedRecord assent = AssentOf(B, lapsed);

        DraftAnswer answer = Assert.Single(bench.Steps(new Signed(assent), new AssentPersisted(assent)).OfType<AnswerDraft>()).Answer;

        Assert.EndsWith("it cannot begin, because its rounds are over already", answer.Sentence);
        Assert.Equal("its rounds are over already", answer.Draft!.Obstacle);
        Assert.Equal(answer.Draft.Obstacle, Assert.Single(bench.Snapshot.Drafts).Obstacle);
    }

    [Fact]
    public void A_draft_that_nothing_is_known_against_has_no_obstacle()
    {
        Agree(Reordered);

        Assert.Null(Assert.Single(bench.Snapshot.Drafts).Obstacle);
    }

    [Fact]
    public void After_a_restart_the_stored_assent_is_sent_at_every_link_and_not_signed_again()
    {
        SessionBench restarted = new(Holding(Reordered, OwnAssent));
        restarted.Step(new SessionStarted());

        List<RingEffect> effects = restarted.Connect(1, C, protocol: 2);

        Assert.Contains(new Send(1, new RecordMessage(OwnAssent)), effects);
        Assert.Empty(restarted.Step(new DraftAgreed(Reordered.Topology)).OfType<Sign>());
    }

    [Fact]
    public void In_neighbour_exchange_nothing_can_carry_a_draft()
    {
        SessionBench neighbour = new(plan: Plan with { ExchangesWithNeighbours = true });
        neighbour.Step(new SessionStarted());

        DraftAnswer answer = Assert.IsType<AnswerDraft>(Assert.Single(neighbour.Step(new DraftOffered(Reordered)))).Answer;

        Assert.False(answer.IsAccepted);
        Assert.Contains("no round closes", answer.Sentence);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(4, 3)]
    [InlineData(5, 4)]
    [InlineData(6, 4)]
    [InlineData(7, 5)]
    [InlineData(128, 86)]
    public void Two_thirds_of_the_silos_have_to_sign(int silos, int needed) => Assert.Equal(needed, DraftShelf.Needed(silos));

    private void Agree(EpochDraft draft)
    {
        SignedRecord assent = AssentOf(B, draft);
        bench.Steps(new DraftOffered(draft), new DraftPersisted(draft), new Signed(assent), new AssentPersisted(assent));
    }

    /// <summary>A text comes over link 1 and says this.</summary>
    private List<RingEffect> Answer(EpochDraft draft)
    {
        Digest wanted = Assert.IsType<ExamineTopology>(Assert.Single(bench.Step(new MessageArrived(1, new TopologyText(draft.Text))))).Wanted;
        return bench.Step(new TopologyExamined(1, wanted, draft, null));
    }

    private static IEnumerable<int> Asked(List<RingEffect> effects) =>
        effects.OfType<Send>().Where(send => send.Message is WantTopology).Select(send => send.Link);
}
