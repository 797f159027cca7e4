using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Rounds;

namespace RingFed.Federation.Tests.Ring;

public sealed class PayloadLengthsTests
{
    /// <summary>Two parameter rounds behind it, whose results have 128 parameters.</summary>
    private static readonly SessionPlan Plan = SessionBench.Plan with { StatisticRounds = 0, ParameterRounds = 4 };

    private static readonly IReadOnlyList<RoundClose> Chain = SessionBench.ChainOf(2);

    [Theory]
    [InlineData("float32", 512, true)]
    [InlineData("float32", 513, false)]
    [InlineData("float32", 1 << 30, false)]
    [InlineData("int8", 132, true)]
    [InlineData("int8", 512, false)]
    [InlineData("lossless", 300, true)]
    [InlineData("lossless", 520, true)]
    [InlineData("lossless", 521, false)]
    [InlineData("a codec of tomorrow", 1 << 30, false)]
    public void An_update_is_fetched_only_if_as_many_parameters_may_have_its_length(string codec, int length, bool isFetched)
    {
        SessionBench bench = Begun();
        SignedRecord record = Announced(codec, length);

        List<RingEffect> effects = bench.Take(2, record);
        List<RingEffect> chunk = bench.Step(new ChunkArrived(2, new ChunkId(ItemOf(record), 0), Token: 5));

        Assert.Equal(isFetched, chunk.OfType<VerifyChunk>().Any());
        Assert.Equal(isFetched, !chunk.OfType<DropChunk>().Any());
        Assert.Equal(isFetched, !effects.OfType<RaiseAlarm>().Any(alarm => alarm.Sentence.Contains("128 parameters", StringComparison.Ordinal)));
        Assert.DoesNotContain([.. effects, .. chunk], effect => effect is CloseLink);
    }

    [Fact]
    public void Chunks_of_it_are_no_fault_of_who_passes_them_on_however_many()
    {
        SessionBench bench = Begun();
        SignedRecord record = Announced("lossless", 1 << 20);
        bench.Take(2, record);

        Assert.All(
            Enumerable.Range(0, SessionCaps.ChunksParkedMax + 10),
            index => Assert.IsType<DropChunk>(Assert.Single(bench.Step(new ChunkArrived(2, new ChunkId(ItemOf(record), index), Token: index)))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void What_came_while_this_silo_still_trained_for_the_first_time_is_let_go_when_it_knows_its_own_length(int round)
    {
        SessionBench bench = Training();
        SignedRecord record = Announced("lossless", 4096, round);
        bench.Take(2, record);

        List<RingEffect> effects = bench.Step(Worked());

        Assert.Contains(effects, effect => effect is ForgetItems { Items: [var item] } && item == ItemOf(record));
        Assert.Contains(effects, effect => effect is RaiseAlarm);
    }

    /// <summary>A silo that was restarted, or takes no part, does no work.</summary>
    [Fact]
    public void What_came_before_the_length_was_known_is_let_go_when_a_result_is_agreed_on()
    {
        SessionBench bench = Training(closed: 0);
        SignedRecord record = Announced("lossless", 4096, round: 1);
        bench.Take(2, record);
        Aggregated result = new(0, Chain[0].Proposal.Id, AgreedAggregate.Of(Chain[0]));

        bench.TickUntil(Plan.Times.LapMs(4));
        bench.Steps(new MessageArrived(2, new CloseMessage(Chain[0])), new CloseVerified(2, Chain[0], Holds: true));
        bench.Steps([.. Enumerable.Range(0, 2).Select(index => new ChunkVerified(2, SessionBench.SumChunk(index, Chain[0]), Holds: true))]);
        List<RingEffect> effects = bench.Steps(result, new ClosePersisted(0));

        Assert.Contains(effects, effect => effect is ForgetItems { Items: [var item] } && item == ItemOf(record));
    }

    /// <summary>Was once booked: the bytes had gone when it was let go, and whoever merged it would not have found them.</summary>
    [Fact]
    public void A_chunk_that_was_hashed_when_its_payload_was_let_go_does_not_count_when_a_proposal_wants_the_payload()
    {
        SessionBench bench = Training();
        SignedRecord[] updates = [Announced("lossless", 512, 0, SessionBench.A), Announced("lossless", 512, 0, SessionBench.C), Announced("lossless", 4096, 0)];
        foreach (SignedRecord update in updates)
        {
            bench.Take(2, update);
        }

        ChunkId chunk = new(ItemOf(updates[2]), 0);
        VerifyChunk early = Assert.Single(bench.Step(new ChunkArrived(2, chunk, Token: 1)).OfType<VerifyChunk>());
        List<RingEffect> forgone = bench.Step(Worked());
        Propose(bench, updates);
        bench.Step(new ChunkVerified(2, chunk, Holds: true) { Registration = early.Registration });
        VerifyChunk again = Assert.Single(bench.Step(new ChunkArrived(2, chunk, Token: 2)).OfType<VerifyChunk>());
        bench.Step(new ChunkVerified(2, chunk, Holds: true) { Registration = again.Registration });

        Assert.Contains(forgone, effect => effect is ForgetItems);
        Assert.NotEqual(early.Registration, again.Registration);
        Assert.Equal(3, Assert.Single(bench.Step(new ChunkArrived(2, chunk, Token: 3)).OfType<DropChunk>()).Token);
    }

    [Fact]
    public void Before_anything_is_known_and_of_sums_nothing_is_refused()
    {
        Assert.Null(new PayloadLengths(Plan).FaultOf((Envelope)Announced("lossless", 1 << 30).Body));
        PayloadLengths summing = new(SessionBench.Plan with { StatisticRounds = 4 });
        summing.Agreed(Chain[0]);
        Assert.Null(summing.FaultOf((Envelope)Announced("gather", 1 << 20).Body));
    }

    [Fact]
    public void Another_layout_is_not_measured_by_this_silos_own_work()
    {
        PayloadLengths lengths = new(Plan);
        Envelope other = (Envelope)Announced("float32", 1024).Body;
        lengths.Worked(0, SessionBench.PartOf(SessionBench.B) with { Values = 128 });

        Assert.NotNull(lengths.FaultOf(other));
        Assert.Null(lengths.FaultOf(other with { Layout = Digest.None }));
    }

    private static SessionBench Begun()
    {
        SessionBench bench = new(SessionBench.After(Chain), Plan);
        bench.Step(new SessionStarted());
        bench.Connect(2, SessionBench.C, closed: 1);
        bench.Step(new Merged(1));
        return bench;
    }

    /// <summary>In the first round of all, which is one of parameters.</summary>
    private static SessionBench Training(int closed = -1)
    {
        SessionBench bench = new(plan: Plan);
        bench.Step(new SessionStarted());
        bench.Connect(2, SessionBench.C, closed);
        return bench;
    }

    private static WorkDone Worked() => new(0, SessionBench.PartOf(SessionBench.B) with { Values = 128 });

    /// <summary>The silo a proposes these, which all others say they hold.</summary>
    private static void Propose(SessionBench bench, SignedRecord[] updates)
    {
        HeldUpdate[] held = [.. updates.Select(update => new HeldUpdate(Plan.IndexOf(update.Body.Origin), update.Id))];
        SignedRecord[] haves = [.. new[] { "a", "c", "d" }.Select(silo => SessionBench.Sign(new Have(Plan.Federation, Plan.Epoch, 0, silo, 0, held, 1)))];
        ClosingProposal proposal = ClosingProposal.Of([.. haves.Select(have => have.Id)], held, [], default, Plan.Topology);
        foreach (SignedRecord record in haves.Append(SessionBench.ProposalOf(SessionBench.A, proposal)))
        {
            bench.Settle(bench.Take(2, record));
        }
    }

    private static ItemId ItemOf(SignedRecord record) => new(record.Round, SessionBench.D, ((Envelope)record.Body).Payload.Root);

    private static SignedRecord Announced(string codec, int length, int round = 2, int origin = SessionBench.D)
    {
        Envelope plain = SessionBench.EnvelopeOf(origin, round);
        int chunkBytes = Math.Max(256, length >> 10);
        return SessionBench.Sign(plain with
        {
            PayloadKind = PayloadKind.Parameters,
            Query = string.Empty,
            Codec = codec,
            Payload = plain.Payload with { Length = length, ChunkBytes = chunkBytes, ChunkCount = PayloadManifest.CountOf(length, chunkBytes) },
        });
    }
}
