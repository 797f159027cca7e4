using RingFed.Federation.Messages;

namespace RingFed.Federation.Tests.Messages;

/// <summary>One of each message, with fields that differ from each other.</summary>
internal static class Samples
{
    public static Envelope Envelope { get; } = new(
        "hemato-eu", 4, 7, "paris", PayloadKind.Parameters, "", D(1), D(2), D(3), D(4), "bfloat16",
        new PayloadManifest(1000, 512, 2, D(5)), 1232, 200, 0.5, D(6), 1);

    public static Precommit Precommit { get; } = new(
        "hemato-eu", 4, 7, "paris", 0, D(1), D(2), new PayloadManifest(1000, 512, 2, D(5)), 1, OriginSet.Of([0, 2, 127]));

    public static ClosingProposal Proposal { get; } = ClosingProposal.Of(
        [D(1), D(2)],
        [new HeldUpdate(0, D(3)), new HeldUpdate(2, D(4))],
        [new Equivocation(1, RecordKind.Prevote, 3, D(5), D(6))],
        OriginSet.Of([3]),
        D(7));

    /// <summary>Of the last round of an epoch.</summary>
    public static ClosingProposal LastProposal { get; } = ClosingProposal.Of([D(1)], [new HeldUpdate(0, D(3))], [], default, D(7), D(8));

    /// <summary>One of each kind, and of each shape of it.</summary>
    public static IReadOnlyList<RecordBody> Records { get; } =
    [
        Envelope,
        new Have("hemato-eu", 4, 7, "paris", 2, [new HeldUpdate(0, D(1)), new HeldUpdate(127, D(2))], 1),
        new Have("hemato-eu", 4, 7, "paris", 0, [], 1),
        new Propose("hemato-eu", 4, 7, "paris", 5, Proposal, -1, 1),
        new Propose("hemato-eu", 4, 7, "paris", 5, Proposal, 4, 1),
        new Propose("hemato-eu", 4, 7, "paris", 5, LastProposal, -1, 1),
        new Prevote("hemato-eu", 4, 7, "paris", 5, D(1), 1),
        new Prevote("hemato-eu", 4, 7, "paris", 5, Digest.None, 1),
        Precommit,
        Precommit.Nil("hemato-eu", 4, 7, "paris", 5, 1),
        new Suspicion("hemato-eu", 4, 7, "paris", 9, OriginSet.Of([1, 64]), 1),
        new Leave("hemato-eu", 4, 7, "paris", 1),
        new Recall("hemato-eu", 4, 7, "paris", 3, ulong.MaxValue, 1),
        new Recalled("hemato-eu", 4, 7, "paris", 2, 3, 77, true, 0.5, [new RecordPlace(7, RecordKind.Prevote, 5, D(3))], 1),
        new Assent("hemato-eu", 4, 7, "paris", D(2), 1),
        new Opening("hemato-eu", 4, 7, "paris", D(3), 1),
    ];

    public static RoundClose Close { get; } = CloseOf(Precommit with { Proposal = Proposal.Id }, "bologna", "paris", "wien");

    /// <summary>A close in which these silos cast the same vote.</summary>
    public static RoundClose CloseOf(Precommit vote, params string[] silos) =>
        new(Proposal, vote.View, [.. silos.Select(silo => Sign(vote with { Origin = silo }))]);

    public static Digest D(byte fill) => new(Enumerable.Repeat(fill, 32).ToArray());

    public static SignedRecord Sign(RecordBody body)
    {
        byte[] bytes = RecordCodec.Encode(body);
        return new SignedRecord(RecordCodec.IdOf(body.Kind, bytes), body, bytes, new byte[] { 9, 9 });
    }

    public static IReadOnlyList<RingMessage> Messages { get; } =
    [
        new Hello(1, 2, "hemato-eu", 4, D(1), "paris", 77),
        new Summary(-1, [D(1), D(2)], [new ItemHolding(new ItemId(3, 2, D(7)), new byte[] { 5 })])
        {
            Remembrance = new Remembrance([new RecordPlace(7, RecordKind.Have, 1, D(4))], 0.25),
        },
        new Progress(-1),
        new Progress(12),
        .. Records.Select(body => new RecordMessage(Sign(body))),
        new CloseMessage(Close),
        new WantCloses(12),
        new Want(new ItemId(3, 2, D(8)), new byte[] { 255, 1 }),
        new WantRecords([D(3), D(4)]),
        new WantTopology(D(5)),
        new TopologyText("federation: hemato-eu\nepoch: 5\n"),
        new Heartbeat(true, 300, 1),
        new NeighbourStanding(-1, -1, null, true, []),
        new NeighbourStanding(7, 6, Sign(Envelope), false, [new RoundHolding(7, D(7), new byte[] { 3 }), new RoundHolding(8, D(8), new byte[] { 0 })]),
    ];
}
