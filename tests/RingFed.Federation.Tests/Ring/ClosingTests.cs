using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Wire;
using static RingFed.Federation.Tests.Ring.SessionBench;

namespace RingFed.Federation.Tests.Ring;

public sealed class ClosingTests
{
    private readonly SessionBench bench = new();

    public ClosingTests()
    {
        bench.Step(new SessionStarted());
        bench.Connect(1, C);
        bench.Connect(2, A);
        bench.Publish();
    }

    [Fact]
    public void Envelopes_are_merged_in_roster_order_when_all_payloads_are_here()
    {
        List<RingEffect> effects = [];
        foreach (int origin in new[] { D, A, C })
        {
            bench.Take(2, Sign(EnvelopeOf(origin)));
            effects = bench.TakePayload(2, origin);
        }

        Aggregate ask = Assert.IsType<Aggregate>(effects[^1]);
        Assert.Equal(["a", "b", "c", "d"], ask.Updates.Select(update => update.Origin));
    }

    [Fact]
    public void An_envelope_with_another_layout_refuses_the_session_with_both_digests()
    {
        Digest other = DigestOf("another layout");

        List<RingEffect> effects = bench.Take(2, Sign(EnvelopeOf(D) with { Layout = other }));

        SessionFault fault = Assert.IsType<Finish>(effects[^1]).End.Fault!;
        Assert.Equal(SessionFaultCode.EnvelopeMismatch, fault.Code);
        Assert.Equal($"round 0: layout digest differs: b has {EnvelopeOf(B).Layout}, d has {other}", fault.Sentence);
        Assert.Contains(effects, effect => effect is Send { Link: 1, Message: RecordMessage });
    }

    [Fact]
    public void Different_aggregates_refuse_the_session_with_both_digests()
    {
        bench.Take(2, VoteOf(A));

        SessionFault fault = Assert.IsType<Finish>(bench.Take(2, VoteOf(D, "another sum"))[^1]).End.Fault!;

        Assert.Equal(SessionFaultCode.AggregateMismatch, fault.Code);
        Assert.Contains(DigestOf("sum").ToString(), fault.Sentence);
        Assert.Contains(DigestOf("another sum").ToString(), fault.Sentence);
    }

    [Fact]
    public void Equal_digests_over_other_chunks_or_other_silos_refuse_the_session_too()
    {
        AgreedAggregate one = AggregateOf().Aggregate;
        AgreedAggregate[] others =
            [one with { Manifest = one.Manifest with { Root = DigestOf("other chunks") } }, one with { Merged = OriginSet.Of([A, B, C]) }];
        foreach (AgreedAggregate other in others)
        {
            SessionBench voting = new();
            voting.Step(new SessionStarted());
            voting.Connect(2, A);
            voting.Publish();
            voting.Take(2, VoteOf(A));

            SessionFault fault = Assert.IsType<Finish>(voting.Take(2, VoteOf(D, other))[^1]).End.Fault!;

            Assert.Equal(SessionFaultCode.AggregateMismatch, fault.Code);
        }
    }

    [Fact]
    public void A_vote_that_merges_nobody_or_someone_outside_the_roster_closes_the_link()
    {
        foreach (OriginSet merged in new[] { OriginSet.Of([]), OriginSet.Of([A, 4]) })
        {
            SignedRecord vote = VoteOf(D, AggregateOf().Aggregate with { Merged = merged });
            bench.Connect(3, A);

            CloseLink close = Assert.IsType<CloseLink>(Assert.Single(bench.Step(new MessageArrived(3, new RecordMessage(vote)))));

            Assert.Equal(WireFaultCode.Malformed, close.Fault.Code);
        }
    }

    [Fact]
    public void Two_envelopes_of_one_silo_for_one_round_refuse_the_session()
    {
        bench.Take(2, Sign(EnvelopeOf(D)));

        SignedRecord second = Sign(EnvelopeOf(D, 0, "second"));
        List<RingEffect> effects = bench.Take(1, second);

        SessionFault fault = Assert.IsType<Finish>(effects[^1]).End.Fault!;
        Assert.Equal(SessionFaultCode.Equivocation, fault.Code);
        Assert.Equal(new Send(2, new RecordMessage(second)), Assert.Single(effects.OfType<Send>()));
        Assert.True(effects.FindIndex(effect => effect is Send) < effects.FindIndex(effect => effect is CloseLink { Link: 2 }));
    }

    [Fact]
    public void Awaited_silos_are_named_with_what_is_missing()
    {
        bench.Take(2, Sign(EnvelopeOf(A)));
        bench.Take(2, Sign(EnvelopeOf(C)));
        bench.TakePayload(2, C);
        bench.Now = 1000;
        bench.Step(new ChunkVerified(2, ChunkOf(A, 0), Holds: true));

        Assert.Equal(
            [
                new AwaitedOrigin(A, 1000, "1 of 2 chunks"),
                new AwaitedOrigin(C, 0, "vote not seen"),
                new AwaitedOrigin(D, 0, "envelope not seen"),
            ],
            bench.Snapshot.Awaited);
    }

    [Fact]
    public void After_the_last_round_a_silo_serves_its_neighbours_until_they_closed_it_too()
    {
        SessionBench last = new(RestoredState.Fresh with { Closed = 1, Certificate = [.. Enumerable.Range(0, 4).Select(silo => VoteOf(silo))] });
        last.Step(new SessionStarted());
        last.Step(new Merged(1));
        last.Connect(1, C, closed: 1);

        Assert.Equal(SessionPhase.Lingering, last.Snapshot.Phase);
        List<RingEffect> effects = last.Connect(2, A, closed: 1);

        Assert.Equal(new SessionEnd(SessionEnding.Completed, 1, null), Assert.IsType<Finish>(effects[^1]).End);
    }

    [Fact]
    public void A_silo_whose_neighbours_never_say_so_ends_after_its_linger_time()
    {
        SessionBench last = new(RestoredState.Fresh with { Closed = 1, Certificate = [.. Enumerable.Range(0, 4).Select(silo => VoteOf(silo))] });
        last.Step(new SessionStarted());
        last.Step(new Merged(1));

        last.Now = Plan.Times.LingerMs - 1;
        Assert.DoesNotContain(last.Step(new Tick()), effect => effect is Finish);
        last.Now = Plan.Times.LingerMs;
        Assert.Equal(SessionEnding.Completed, Assert.IsType<Finish>(last.Step(new Tick())[^1]).End.Ending);
    }
}
