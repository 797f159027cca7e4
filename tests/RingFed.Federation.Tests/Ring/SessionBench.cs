using System.Text;
using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Rounds;
using RingFed.Federation.Ring.Status;

namespace RingFed.Federation.Tests.Ring;

/// <summary>
/// One session of the ring a, b, c, d with the test as its world: events go in, effects come out, nothing happens by
/// itself. The session is silo b: its predecessor is a, its successor c.
/// </summary>
internal sealed class SessionBench
{
    public const int A = 0;
    public const int B = 1;
    public const int C = 2;
    public const int D = 3;
    private readonly RingSession session;

    /// <param name="hasListened">It has heard what its neighbours remember of it.</param>
    public SessionBench(RestoredState? restored = null, SessionPlan? plan = null, bool hasListened = true)
    {
        session = new RingSession(plan ?? Plan, restored ?? Fresh);
        if (hasListened)
        {
            Listen();
        }
    }

    /// <summary>Both neighbours came and went, and remember nothing of this silo that it does not know: it may sign.</summary>
    private void Listen()
    {
        foreach (int neighbour in new[] { A, C })
        {
            int link = 1000 + neighbour;
            Connect(link, neighbour);
            Step(new LinkLost(link, "it has spoken"));
        }
    }

    public static SessionPlan Plan { get; } = new(
        "ring", 1, DigestOf("topology"), ["a", "b", "c", "d"], B, StatisticRounds: 1, ParameterRounds: 1, Nonce: 1, new SessionTimes());

    public static RestoredState Fresh => RestoredState.Fresh(4);

    public long Now { get; set; }

    public SessionSnapshot Snapshot => session.Snapshot();

    public List<RingEffect> Step(RingEvent happened)
    {
        List<RingEffect> effects = [];
        session.Step(happened, Now, effects);
        return effects;
    }

    /// <summary>Signs and stores whatever is asked for, at once, until nothing more is.</summary>
    /// <returns>All effects, the given ones first.</returns>
    public List<RingEffect> Settle(List<RingEffect> effects)
    {
        List<RingEffect> all = [.. effects];
        for (int index = 0; index < all.Count; index++)
        {
            RingEvent? answer = all[index] switch
            {
                Sign sign => new Signed(Sign(sign.Body)),
                PersistVotes votes => new VotesPersisted(votes.Newest),
                PersistUpdate update => new UpdatePersisted(update.Envelope),
                _ => null,
            };
            if (answer is not null)
            {
                all.AddRange(Step(answer));
            }
        }

        return all;
    }

    /// <summary>All effects of these events.</summary>
    public List<RingEffect> Steps(params RingEvent[] happened) => [.. happened.SelectMany(Step)];

    /// <summary>Time passes with its ticks, the last of them at this moment.</summary>
    public List<RingEffect> TickUntil(long moment)
    {
        List<RingEffect> effects = [];
        while (Now < moment)
        {
            Now = Math.Min(moment, Now + Plan.Times.TickMs);
            effects.AddRange(Step(new Tick()));
        }

        return effects;
    }

    /// <summary>A link whose peer has greeted and said what it holds.</summary>
    public List<RingEffect> Connect(int link, int peer, int closed = -1, int protocol = 1) => Steps(
        new LinkOpened(link, peer, Outgoing: true),
        new MessageArrived(link, HelloOf(peer) with { VersionMax = protocol }),
        new MessageArrived(link, new Summary(closed, [], [])));

    /// <summary>Own work of the round, through to its published envelope.</summary>
    public List<RingEffect> Publish(int round = 0)
    {
        OwnPart part = PartOf(B, round);
        SignedRecord envelope = Sign(EnvelopeOf(B, round));
        return Steps(new WorkDone(round, part), new PayloadPersisted(round), new Signed(envelope), new VotesPersisted(envelope));
    }

    /// <summary>Own work, and the updates of all others over link 2; what is asked for is signed and stored.</summary>
    public List<RingEffect> Gather()
    {
        List<RingEffect> effects = Publish();
        foreach (int origin in new[] { A, C, D })
        {
            effects.AddRange(Settle(Take(2, Sign(EnvelopeOf(origin)))));
            effects.AddRange(Settle(TakePayload(2, origin)));
        }

        return effects;
    }

    /// <summary>The proposal of a and the prevotes of a and c for it arrive over link 2; with that of this silo they are a quorum.</summary>
    public List<RingEffect> Propose(ClosingProposal? proposal = null)
    {
        List<RingEffect> effects = [];
        foreach (int silo in new[] { A, C, D })
        {
            effects.AddRange(Settle(Take(2, HaveOf(silo))));
        }

        foreach (SignedRecord record in new[] { ProposalOf(A, proposal), PrevoteOf(A, proposal), PrevoteOf(C, proposal) })
        {
            effects.AddRange(Settle(Take(2, record)));
        }

        return effects;
    }

    /// <summary>The proposed updates are merged here; the vote that follows is signed and stored.</summary>
    public List<RingEffect> Aggregate(ClosingProposal? proposal = null) => Settle(Step(AggregateOf(proposal)));

    /// <summary>A record arrives over the link and its signature holds.</summary>
    public List<RingEffect> Take(int link, SignedRecord record) =>
        Steps(new MessageArrived(link, new RecordMessage(record)), new RecordVerified(link, record, Holds: true));

    /// <summary>All chunks of the silo's payload arrive over the link and hold.</summary>
    public List<RingEffect> TakePayload(int link, int origin, int round = 0) =>
        [.. Enumerable.Range(0, 2).SelectMany(index => Steps(
            new ChunkArrived(link, ChunkOf(origin, index, round), Token: 1),
            new ChunkVerified(link, ChunkOf(origin, index, round), Holds: true)))];

    public static Hello HelloOf(int peer, ulong nonce = 7) =>
        new(1, 1, Plan.Federation, Plan.Epoch, Plan.Topology, Plan.Roster[peer], nonce);

    public static ItemId ItemOf(int origin, int round = 0) => new(round, origin, PartOf(origin, round).Payload.Root);

    public static ChunkId ChunkOf(int origin, int index, int round = 0) => new(ItemOf(origin, round), index);

    /// <summary>A chunk of the aggregate of round 0.</summary>
    public static ChunkId SumChunk(int index, RoundClose? close = null) =>
        new(ItemId.AggregateOf(close?.Round ?? 0, (close ?? CloseOf()).Manifest.Root), index);

    public static OwnPart PartOf(int silo, int round = 0, string content = "") => new(
        "histogram", DigestOf("layout"), Digest.None, Digest.None, "gather",
        new PayloadManifest(512, 256, 2, DigestOf($"payload {silo} {round} {content}")), 100, 1, 0);

    public static Envelope EnvelopeOf(int silo, int round = 0, string content = "")
    {
        OwnPart part = PartOf(silo, round, content);
        return new Envelope(
            Plan.Federation, Plan.Epoch, round, Plan.Roster[silo], PayloadKind.Gather, part.Query, Plan.Topology, part.Layout,
            part.Encoder, part.Base, part.Codec, part.Payload, part.Records, part.Steps, part.EpsilonSpent, Digest.None, 1);
    }

    /// <summary>What everyone merges in round 0 when nothing goes wrong.</summary>
    public static ClosingProposal Proposal { get; } = ProposalAfter(Plan.Topology, 0, A, B, C, D);

    /// <summary>Of the updates of these silos, all of which everyone but b says it holds.</summary>
    public static ClosingProposal ProposalAfter(Digest previous, int round, params int[] origins) => ClosingProposal.Of(
        [.. new[] { A, C, D }.Select(silo => HaveOf(silo, round, origins).Id)],
        [.. origins.Select(origin => new HeldUpdate(origin, Sign(EnvelopeOf(origin, round)).Id))],
        [],
        default,
        previous);

    public static SignedRecord HaveOf(int silo) => HaveOf(silo, 0, A, B, C, D);

    public static SignedRecord HaveOf(int silo, int round, params int[] origins) => Sign(new Have(
        Plan.Federation,
        Plan.Epoch,
        round,
        Plan.Roster[silo],
        0,
        [.. origins.Select(origin => new HeldUpdate(origin, Sign(EnvelopeOf(origin, round)).Id))],
        1));

    public static SignedRecord ProposalOf(int silo, ClosingProposal? proposal = null) =>
        Sign(new Propose(Plan.Federation, Plan.Epoch, 0, Plan.Roster[silo], 0, proposal ?? Proposal, -1, 1));

    public static SignedRecord PrevoteOf(int silo, ClosingProposal? proposal = null, int view = 0) =>
        Sign(new Prevote(Plan.Federation, Plan.Epoch, 0, Plan.Roster[silo], view, (proposal ?? Proposal).Id, 1));

    public static Aggregated AggregateOf(ClosingProposal? proposal = null, string content = "sum") => new(
        0,
        (proposal ?? Proposal).Id,
        new AgreedAggregate(
            DigestOf(content), new PayloadManifest(512, 256, 2, DigestOf($"{content} root")), (proposal ?? Proposal).Origins));

    /// <summary>The second vote of the silo.</summary>
    public static SignedRecord VoteOf(int silo, string content = "sum") => VoteOf(silo, AggregateOf(content: content).Aggregate);

    public static SignedRecord VoteOf(int silo, AgreedAggregate aggregate, ClosingProposal? proposal = null, int round = 0) => Sign(new Precommit(
        Plan.Federation,
        Plan.Epoch,
        round,
        Plan.Roster[silo],
        0,
        (proposal ?? Proposal).Id,
        aggregate.Digest,
        aggregate.Manifest,
        1,
        aggregate.Merged));

    /// <summary>Proof that the round closed on the proposal, by a, c and d.</summary>
    public static RoundClose CloseOf(int round = 0, ClosingProposal? proposal = null)
    {
        ClosingProposal agreed = proposal ?? Proposal;
        AgreedAggregate aggregate = AggregateOf(agreed, $"sum {round}").Aggregate;
        return new RoundClose(agreed, 0, [.. new[] { A, C, D }.Select(silo => VoteOf(silo, aggregate, agreed, round))]);
    }

    /// <summary>Closes of the rounds from 0 on, each after the one before, and none with a part of this silo.</summary>
    public static IReadOnlyList<RoundClose> ChainOf(int rounds)
    {
        List<RoundClose> chain = [];
        for (int round = 0; round < rounds; round++)
        {
            chain.Add(CloseOf(round, ProposalAfter(round == 0 ? Plan.Topology : chain[^1].Id, round, A, C, D)));
        }

        return chain;
    }

    /// <summary>A silo that closed rounds and was restarted.</summary>
    public static RestoredState After(IReadOnlyList<RoundClose> chain) => Fresh with
    {
        Close = chain[^1],
        Results = [new StoredResult(chain[^1].Round, chain[^1].Manifest)],
    };

    public static SignedRecord Sign(RecordBody body)
    {
        byte[] bytes = RecordCodec.Encode(body);
        return new SignedRecord(RecordCodec.IdOf(body.Kind, bytes), body, bytes, new byte[] { 1 });
    }

    public static Digest DigestOf(string text) => Digest.Of(Encoding.UTF8.GetBytes(text));
}
