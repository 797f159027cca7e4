using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
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
        Assert.Equal(new PersistRecord(envelope), Assert.Single(bench.Step(new Signed(envelope))));
        List<RingEffect> published = bench.Step(new RecordPersisted(envelope));

        Assert.Equal(
            [new Send(1, new RecordMessage(envelope)), new SendChunk(1, ChunkOf(B, 0)), new SendChunk(1, ChunkOf(B, 1))], published);
    }

    [Fact]
    public void A_restarted_silo_publishes_the_stored_envelope_and_neither_works_nor_signs_again()
    {
        SignedRecord envelope = Sign(EnvelopeOf(B));
        SessionBench bench = new(RestoredState.Fresh with
        {
            Own = new Dictionary<int, OwnRound> { [0] = new(PartOf(B), envelope, null) },
        });

        Assert.Empty(bench.Step(new SessionStarted()));
        List<RingEffect> effects = bench.Connect(1, C);

        Assert.Contains(new Send(1, new RecordMessage(envelope)), effects);
        Assert.Contains(new SendChunk(1, ChunkOf(B, 1)), effects);
    }

    [Fact]
    public void A_restarted_silo_with_a_stored_payload_signs_that_payload()
    {
        SessionBench bench = new(RestoredState.Fresh with
        {
            Own = new Dictionary<int, OwnRound> { [0] = new(PartOf(B, 0, "first life"), null, null) },
        });

        Assert.Equal(new Sign(EnvelopeOf(B, 0, "first life")), Assert.Single(bench.Step(new SessionStarted())));
    }

    [Fact]
    public void A_vote_leaves_after_it_is_stored()
    {
        SessionBench bench = ReadyToVote(out List<RingEffect> effects);
        Sign vote = Assert.IsType<Sign>(Assert.Single(effects));
        SignedRecord signed = SessionBench.Sign(vote.Body);

        Assert.Equal(new PersistRecord(signed), Assert.Single(bench.Step(new Signed(signed))));
        Assert.Equal(
            [new Send(1, new RecordMessage(signed)), new Send(2, new RecordMessage(signed))],
            bench.Step(new RecordPersisted(signed)));
    }

    [Fact]
    public void A_round_counts_as_closed_after_its_close_is_stored()
    {
        SessionBench bench = ReadyToVote(out _);
        bench.Step(new RecordPersisted(VoteOf(B)));
        bench.Take(1, VoteOf(A));
        bench.Take(1, VoteOf(C));

        PersistClose close = Assert.IsType<PersistClose>(bench.Take(2, VoteOf(D))[^1]);
        Assert.Equal(-1, bench.Snapshot.Closed);
        List<RingEffect> closed = bench.Step(new ClosePersisted(0));

        Assert.Equal(4, close.Certificate.Count);
        Assert.Equal(0, bench.Snapshot.Closed);
        Assert.Equal(
            [new Send(1, new Progress(0)), new Send(2, new Progress(0)), new ReleaseRounds(0)], closed.Take(3));
        Assert.Equal([A, B, C, D], Assert.IsType<Merge>(closed[3]).Merged);
        Assert.Equal(new Work(1, RoundKind.Parameters), Assert.Single(bench.Step(new Merged(0))));
    }

    [Fact]
    public void A_neighbour_that_has_greeted_and_not_yet_said_what_it_holds_is_told_of_a_close()
    {
        SessionBench bench = ReadyToVote(out _);
        bench.Steps(new LinkLost(1, "cut"), new LinkOpened(3, C, Outgoing: true), new MessageArrived(3, HelloOf(C)));
        bench.Step(new RecordPersisted(VoteOf(B)));
        foreach (int silo in new[] { A, C, D })
        {
            bench.Take(2, VoteOf(silo));
        }

        Assert.Contains(new Send(3, new Progress(0)), bench.Step(new ClosePersisted(0)));
    }

    [Fact]
    public void A_record_of_this_silo_that_its_disk_does_not_know_ends_the_session_instead_of_signing_another()
    {
        SessionBench bench = new();
        bench.Step(new SessionStarted());
        bench.Connect(1, C);

        List<RingEffect> effects = bench.Take(1, Sign(EnvelopeOf(B, 0, "lost")));

        SessionEnd end = Assert.IsType<Finish>(effects[^1]).End;
        Assert.Equal(SessionFaultCode.StateLost, end.Fault?.Code);
    }

    /// <summary>Links 1 to c and 2 to a are up, everyone's payload is here, the aggregate is computed.</summary>
    private static SessionBench ReadyToVote(out List<RingEffect> effects)
    {
        SessionBench bench = new();
        bench.Step(new SessionStarted());
        bench.Connect(1, C);
        bench.Connect(2, A);
        bench.Publish();
        foreach (int origin in new[] { A, C, D })
        {
            bench.Take(2, SessionBench.Sign(EnvelopeOf(origin)));
            effects = bench.TakePayload(2, origin);
        }

        effects = bench.Step(AggregateOf());
        return bench;
    }
}
