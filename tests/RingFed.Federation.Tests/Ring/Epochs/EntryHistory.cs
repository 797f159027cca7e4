using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Epochs;
using static RingFed.Federation.Tests.Ring.SessionBench;

namespace RingFed.Federation.Tests.Ring.Epochs;

/// <summary>
/// How the federation got to epoch 3, in which silo e is new: rounds 0 to 17 in epoch 1, 18 to 39 in epoch 2. Silo d left
/// with round 5 of epoch 1, and was back in epoch 2.
/// </summary>
internal static class EntryHistory
{
    public const int Rounds = 40;
    public const int SecondFrom = 18;
    public const int LeftWith = 5;

    public static IReadOnlyList<EpochDraft> Before { get; } =
    [
        new(DigestOf("one"), 1, Digest.None, ["a", "b", "c", "d"], 1, 60, "text of one"),
        new(DigestOf("two"), 2, DigestOf("one"), ["d", "c", "b", "a"], 1, 60, "text of two"),
    ];

    /// <summary>Silo e is the last; a follows it, d goes before it.</summary>
    public static SessionPlan EntryPlan { get; } = new(
        "ring", 3, DigestOf("three"), ["a", "b", "c", "d", "e"], 4, 1, 60, Nonce: 1, new SessionTimes())
    {
        Byzantine = 1,
        Previous = Before[1].Topology,
        IsEntering = true,
    };

    /// <summary>What silo d, which lies, signed in a round in which it had no vote any more.</summary>
    public static SignedRecord VoteAfterLeaving => Sign((Precommit)Chain[LeftWith + 2].Precommits[0].Body with { Origin = "d" });

    public static IReadOnlyList<RoundClose> Chain { get; } = Close();

    /// <summary>Ids of the votes that were really cast.</summary>
    public static IReadOnlySet<Digest> Votes { get; } =
        Chain.SelectMany(close => close.Precommits).Append(VoteAfterLeaving).Select(vote => vote.Id).ToHashSet();

    public static Opening OpeningOf(int silo, int round = Rounds, RoundClose? close = null) =>
        new(EntryPlan.Federation, EntryPlan.Epoch, round, EntryPlan.Roster[silo], (close ?? Chain[^1]).Id, 1);

    /// <summary>The close of the round by these silos, in the order of their roster.</summary>
    public static RoundClose CloseOf(int round, Digest previous, string[] voters, string content = "", Digest next = default, PayloadManifest? manifest = null)
    {
        EpochDraft epoch = Before[round < SecondFrom ? 0 : 1];
        OriginSet leavers = round == LeftWith ? OriginSet.Of([D]) : default;
        ClosingProposal proposal = ClosingProposal.Of([], [], [], leavers, previous, next);
        return new RoundClose(proposal, 0, [.. voters.Select(voter => Sign(new Precommit(
            EntryPlan.Federation,
            epoch.Epoch,
            round,
            voter,
            0,
            proposal.Id,
            DigestOf($"result {round} {content}"),
            manifest ?? new PayloadManifest(512, 256, 2, DigestOf($"root {round}")),
            1,
            default)))]);
    }

    private static List<RoundClose> Close()
    {
        List<RoundClose> chain = [];
        for (int round = 0; round < Rounds; round++)
        {
            Digest next = round switch { SecondFrom - 1 => Before[1].Topology, Rounds - 1 => EntryPlan.Topology, _ => default };
            chain.Add(CloseOf(round, round == 0 ? Before[0].Topology : chain[^1].Id, VotersIn(round), next: next));
        }

        return chain;
    }

    /// <summary>A quorum, and no more.</summary>
    private static string[] VotersIn(int round) => round switch
    {
        <= LeftWith => ["a", "b", "d"],
        < SecondFrom => ["a", "c"],
        _ => ["d", "b", "a"],
    };
}
