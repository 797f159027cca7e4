using System.Text;
using RingFed.Federation.Messages;
using RingFed.Federation.Ring;

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

    public SessionBench(RestoredState? restored = null)
    {
        session = new RingSession(Plan, new FullAttendanceClosing(), restored ?? RestoredState.Fresh);
    }

    public static SessionPlan Plan { get; } = new(
        "ring", 1, DigestOf("topology"), ["a", "b", "c", "d"], B, StatisticRounds: 1, ParameterRounds: 1, Nonce: 1, new SessionTimes());

    public long Now { get; set; }

    public SessionSnapshot Snapshot => session.Snapshot();

    public List<RingEffect> Step(RingEvent happened)
    {
        List<RingEffect> effects = [];
        session.Step(happened, Now, effects);
        return effects;
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
    public List<RingEffect> Connect(int link, int peer, int closed = -1) => Steps(
        new LinkOpened(link, peer, Outgoing: true),
        new MessageArrived(link, HelloOf(peer)),
        new MessageArrived(link, new Summary(closed, [], [])));

    /// <summary>Own work of the round, through to its published envelope.</summary>
    public List<RingEffect> Publish(int round = 0)
    {
        OwnPart part = PartOf(B, round);
        SignedRecord envelope = Sign(EnvelopeOf(B, round));
        return Steps(new WorkDone(round, part), new PayloadPersisted(round), new Signed(envelope), new RecordPersisted(envelope));
    }

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
    public static ChunkId SumChunk(int index) => new(ItemId.AggregateOf(0, AggregateOf().Aggregate.Manifest.Root), index);

    public static OwnPart PartOf(int silo, int round = 0, string content = "") => new(
        "histogram", DigestOf("layout"), Digest.None, Digest.None, "int64",
        new PayloadManifest(512, 256, 2, DigestOf($"payload {silo} {round} {content}")), 100, 1, 0);

    public static Envelope EnvelopeOf(int silo, int round = 0, string content = "")
    {
        OwnPart part = PartOf(silo, round, content);
        return new Envelope(
            Plan.Federation, Plan.Epoch, round, Plan.Roster[silo], PayloadKind.Statistic, part.Query, Plan.Topology, part.Layout,
            part.Encoder, part.Base, part.Codec, part.Payload, part.Records, part.Steps, part.EpsilonSpent, Digest.None, 1);
    }

    public static Aggregated AggregateOf(int round = 0, string content = "sum") =>
        new(round, new AgreedAggregate(
            DigestOf(content), new PayloadManifest(512, 256, 2, DigestOf($"{content} root")), OriginSet.Of([A, B, C, D])));

    /// <summary>A vote of the silo; whose envelopes it merged is the same for all.</summary>
    public static SignedRecord VoteOf(int silo, string content = "sum") => VoteOf(silo, AggregateOf(0, content).Aggregate);

    public static SignedRecord VoteOf(int silo, AgreedAggregate aggregate) => Sign(new Precommit(
        Plan.Federation, Plan.Epoch, 0, Plan.Roster[silo], 0, Updates, aggregate.Digest, aggregate.Manifest, 1, aggregate.Merged));

    private static Digest Updates =>
        Digest.Of([.. Enumerable.Range(0, 4).SelectMany(silo => Sign(EnvelopeOf(silo)).Id.ToArray())]);

    public static SignedRecord Sign(RecordBody body)
    {
        byte[] bytes = RecordCodec.Encode(body);
        return new SignedRecord(RecordCodec.IdOf(body.Kind, bytes), body, bytes, new byte[] { 1 });
    }

    public static Digest DigestOf(string text) => Digest.Of(Encoding.UTF8.GetBytes(text));
}
