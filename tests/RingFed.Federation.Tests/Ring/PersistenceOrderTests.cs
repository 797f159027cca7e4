using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Closing;
using static RingFed.Federation.Tests.Ring.SessionBench;

namespace RingFed.Federation.Tests.Ring;

/// <summary>Nothing leaves before what it depends on is on the disk, and nothing is signed twice.</summary>
public sealed class PersistenceOrderTests
{
    [Fact]
    public void An_envelope_is_signed_after_its_payload_is_stored_and_leaves_after_it_is_stored_itself()
    {
        SessionBench bench = new();
        Assert.Equal(new Work(0, RoundKind.Statistic), Assert.Single(bench.Step(new SessionStarted())));
        bench.Connect(1, C);
        SignedRecord envelope = Sign(EnvelopeOf(B));

        Assert.IsType<PersistPayload>(Assert.Single(bench.Step(new WorkDone(0, PartOf(B)))));
        Assert.Equal(new Sign(EnvelopeOf(B)), Assert.Single(bench.Step(new PayloadPersisted(0))));
        PersistVotes stored = Assert.IsType<PersistVotes>(Assert.Single(bench.Step(new Signed(envelope))));
        List<RingEffect> published = bench.Step(new VotesPersisted(envelope));

        Assert.Equal((envelope.Id, envelope.Id), (Assert.Single(stored.Own).Id, stored.LastEnvelope));
        Assert.Equal(
            [new Send(1, new RecordMessage(envelope)), new SendChunk(1, ChunkOf(B, 0)), new SendChunk(1, ChunkOf(B, 1))], published);
    }

    [Fact]
    public void A_restarted_silo_publishes_the_stored_envelope_and_neither_works_nor_signs_again()
    {
        SignedRecord envelope = Sign(EnvelopeOf(B));
        SessionBench bench = new(Restored(new StoredRound(PartOf(B), new StoredVotes(VoteState.Start, [envelope], []), [])));

        Assert.Empty(bench.Step(new SessionStarted()));
        List<RingEffect> effects = bench.Connect(1, C);

        Assert.Contains(new Send(1, new RecordMessage(envelope)), effects);
        Assert.Contains(new SendChunk(1, ChunkOf(B, 1)), effects);
    }

    [Fact]
    public void A_restarted_silo_with_a_stored_payload_signs_that_payload()
    {
        SessionBench bench = new(Restored(new StoredRound(PartOf(B, 0, "first life"), null, [])));

        Assert.Equal(new Sign(EnvelopeOf(B, 0, "first life")), Assert.Single(bench.Step(new SessionStarted())));
    }

    [Fact]
    public void A_vote_leaves_after_it_is_stored_with_the_state_that_it_follows_from()
    {
        SessionBench bench = Ready();
        bench.Propose();
        Sign vote = Assert.IsType<Sign>(Assert.Single(bench.Step(AggregateOf())));
        SignedRecord signed = SessionBench.Sign(vote.Body);

        PersistVotes stored = Assert.IsType<PersistVotes>(Assert.Single(bench.Step(new Signed(signed))));
        Assert.Equal((Proposal.Id, 0, VoteStep.Precommit), (stored.State.Lock!.Id, stored.State.LockView, stored.State.Step));
        Assert.Equal(
            [new Send(1, new RecordMessage(signed)), new Send(2, new RecordMessage(signed))],
            bench.Step(new VotesPersisted(signed)));
    }

    [Fact]
    public void What_a_lock_rests_on_is_stored_with_it()
    {
        SessionBench bench = Ready();
        bench.Propose();

        PersistVotes stored = bench.Aggregate().OfType<PersistVotes>().Last();

        HashSet<Digest> support = [.. stored.Support.Select(record => record.Id)];
        Assert.All(Proposal.Haves.Concat(Proposal.Updates.Select(update => update.Envelope)), id => Assert.Contains(id, support));
        Assert.Contains(PrevoteOf(A).Id, support);
        Assert.Contains(PrevoteOf(C).Id, support);
    }

    [Fact]
    public void A_silo_says_that_it_has_an_update_only_when_that_is_stored()
    {
        SessionBench bench = new();
        bench.Step(new SessionStarted());
        bench.Connect(1, C);
        bench.Connect(2, A);
        bench.Publish();
        bench.Take(2, SessionBench.Sign(EnvelopeOf(A)));
        bench.Take(2, SessionBench.Sign(EnvelopeOf(C)));
        bench.Settle(bench.TakePayload(2, C));

        PersistUpdate update = Assert.Single(bench.TakePayload(2, A).OfType<PersistUpdate>());
        Have before = Assert.IsType<Have>(Assert.Single(bench.Take(2, HaveOf(D)).OfType<Sign>()).Body);
        bench.Step(new UpdatePersisted(update.Envelope));

        Assert.Equal([B, C], before.Held.Select(held => held.Origin));
        Assert.Equal("a", update.Envelope.Body.Origin);
    }

    [Fact]
    public void A_suspicion_is_not_stored_with_the_votes_because_a_restarted_silo_would_not_withdraw_it()
    {
        SessionBench bench = new();
        bench.Step(new SessionStarted());
        bench.Connect(1, C);
        List<RingEffect> suspecting = bench.Settle(bench.TickUntil(3 * Plan.Times.SuspicionMs));

        Assert.Contains(suspecting, effect => effect is Sign { Body: Suspicion });
        PersistVotes stored = Assert.Single(bench.Settle(bench.Publish()).OfType<PersistVotes>());
        Assert.Equal(RecordKind.Envelope, Assert.Single(stored.Own).Kind);
    }

    [Fact]
    public void A_restarted_silo_does_not_vote_again_and_shows_what_it_voted()
    {
        SessionBench first = Ready();
        first.Propose();
        PersistVotes stored = first.Aggregate().OfType<PersistVotes>().Last();
        SignedRecord[] updates = [.. new[] { A, C, D }.Select(origin => Sign(EnvelopeOf(origin)))];
        SessionBench again = new(Restored(new StoredRound(PartOf(B), new StoredVotes(stored.State, stored.Own, stored.Support), updates)));

        Assert.Empty(again.Step(new SessionStarted()));
        List<RingEffect> effects = again.Connect(1, C);
        again.Take(1, ProposalOf(A));

        Assert.DoesNotContain(effects, effect => effect is Sign);
        Assert.Contains(effects, effect => effect is Send { Message: RecordMessage { Record: var sent } } && sent.Id == VoteOf(B).Id);
        Assert.Contains(again.Take(1, VoteOf(A)).Concat(again.Take(1, VoteOf(C))), effect => effect is Aggregate);
    }

    [Fact]
    public void A_round_counts_as_closed_after_its_close_is_stored()
    {
        SessionBench bench = Ready();
        bench.Propose();
        bench.Aggregate();
        bench.Take(1, VoteOf(A));

        Assert.IsType<PersistClose>(bench.Take(1, VoteOf(C))[^1]);
        Assert.Equal(-1, bench.Snapshot.Closed);
        List<RingEffect> closed = bench.Step(new ClosePersisted(0));

        Assert.Equal(0, bench.Snapshot.Closed);
        Assert.Equal([new ReleaseRounds(0, 0), new Send(1, new Progress(0)), new Send(2, new Progress(0))], closed.Take(3));
        Assert.Equal(OriginSet.All(4), Assert.IsType<Merge>(closed[3]).Close.Merged);
        Assert.Equal(new Work(1, RoundKind.Parameters), Assert.Single(bench.Step(new Merged(0))));
    }

    [Fact]
    public void A_neighbour_that_has_greeted_and_not_yet_said_what_it_holds_is_told_of_a_close()
    {
        SessionBench bench = Ready();
        bench.Steps(new LinkLost(1, "cut"), new LinkOpened(3, C, Outgoing: true), new MessageArrived(3, HelloOf(C)));
        bench.Propose();
        bench.Aggregate();
        bench.Take(2, VoteOf(A));
        bench.Take(2, VoteOf(C));

        Assert.Contains(new Send(3, new Progress(0)), bench.Step(new ClosePersisted(0)));
    }

    [Fact]
    public void A_silo_that_forgot_what_it_signed_relays_and_signs_nothing_until_a_round_after_has_closed()
    {
        SessionBench bench = new();
        bench.Step(new SessionStarted());
        bench.Connect(1, C);
        bench.Connect(2, A);

        SignedRecord lost = Sign(EnvelopeOf(B, 0, "lost"));
        List<RingEffect> effects = bench.Take(1, lost);

        Assert.Contains(new Send(2, new RecordMessage(lost)), effects);
        Assert.Contains("older than the ring", Assert.Single(effects.OfType<RaiseAlarm>()).Sentence);
        Assert.NotNull(bench.Snapshot.Guard);
        bench.Step(new WorkDone(0, PartOf(B)));
        Assert.DoesNotContain(bench.Step(new PayloadPersisted(0)), effect => effect is Sign);
    }

    /// <summary>Links 1 to c and 2 to a are up, and everyone's update is here.</summary>
    private static SessionBench Ready()
    {
        SessionBench bench = new();
        bench.Step(new SessionStarted());
        bench.Connect(1, C);
        bench.Connect(2, A);
        bench.Gather();
        return bench;
    }

    private static RestoredState Restored(StoredRound round) =>
        Fresh with { Rounds = new Dictionary<int, StoredRound> { [0] = round } };
}
