using RingFed.Federation.Messages;

namespace RingFed.Simulation.Attackers;

/// <summary>
/// What locks are there for. In the view before its own turn it lets one victim alone see the vote that closes the round;
/// then it proposes something else, as if it knew of nothing, and votes for that with all others. Silos without locks
/// follow, and the round closes twice. The network has to help: nobody may hear the victim meanwhile.
/// </summary>
internal sealed class LockBreaking(int victim) : Attack
{
    private readonly SortedDictionary<int, Precommit> baits = [];
    private readonly Dictionary<int, Propose> lies = [];

    /// <summary>The view in which the victim alone is told.</summary>
    public static bool IsBait(int liar, int silos, int round, int view) => (round + view + 1) % silos == liar;

    public override IEnumerable<RingMessage> Twist(Adversary by, int peer, RingMessage message) => message switch
    {
        RecordMessage { Record: { Body: Precommit { IsNil: false } vote } record } when by.IsOwn(record) && IsBaited(by, vote) => Bait(by, peer, vote, message),
        RecordMessage { Record: { Body: Propose or Prevote or Precommit } record } when by.IsOwn(record) && lies.ContainsKey(record.Round) => [],
        Progress progress when baits.ContainsKey(progress.Closed) => [],
        CloseMessage { Close: var close } when baits.ContainsKey(close.Round) => [],
        Summary summary => [summary with { Closed = baits.ContainsKey(summary.Closed) ? summary.Closed - 1 : summary.Closed }],
        _ => [message],
    };

    /// <summary>Says its lies again and again, to everyone but the victim.</summary>
    public override void Act(Adversary by, int link, int peer)
    {
        if (peer == victim)
        {
            return;
        }

        foreach ((int round, Precommit bait) in baits)
        {
            if (lies.TryGetValue(round, out Propose? lie) || TryLie(by, bait, out lie))
            {
                by.Emit(link, lie);
                by.Emit(link, new Prevote(lie.Federation, lie.Epoch, round, by.Name, lie.View, lie.Proposal.Id, lie.Algorithm));
                Agree(by, link, lie);
            }
        }
    }

    private bool IsBaited(Adversary by, Precommit vote) =>
        baits.ContainsKey(vote.Round) || IsBait(by.Plan.Self, by.Plan.Silos, vote.Round, vote.View);

    private IEnumerable<RingMessage> Bait(Adversary by, int peer, Precommit vote, RingMessage message)
    {
        baits.TryAdd(vote.Round, vote);
        return peer == victim
            ? [message]
            : [new RecordMessage(by.Sign(Precommit.Nil(vote.Federation, vote.Epoch, vote.Round, vote.Origin, vote.View, vote.Algorithm)))];
    }

    /// <summary>With whoever precommitted to the lie: their aggregate is as good as its own would be.</summary>
    private static void Agree(Adversary by, int link, Propose lie)
    {
        if (by.Remembered.Select(record => record.Body).OfType<Precommit>()
            .FirstOrDefault(vote => vote.Round == lie.Round && vote.Proposal == lie.Proposal.Id) is { } other)
        {
            by.Emit(link, other with { Origin = by.Name });
        }
    }

    private bool TryLie(Adversary by, Precommit bait, out Propose lie)
    {
        Propose? honest = by.Remembered.Select(record => record.Body).OfType<Propose>().FirstOrDefault(one => one.Proposal.Id == bait.Proposal);
        if (honest is not null && Other(by, honest) is { } other)
        {
            lies[bait.Round] = lie = honest with { Origin = by.Name, View = bait.View + 1, Proposal = other, ProofView = -1 };
            return true;
        }

        lie = null!;
        return false;
    }

    /// <summary>Valid by itself: from other haves, and with the updates that follow from those.</summary>
    private static ClosingProposal? Other(Adversary by, Propose honest)
    {
        List<SignedRecord> haves = [.. by.Remembered.Where(record => record.Body is Have && record.Round == honest.Round)
            .GroupBy(record => record.Body.Origin).Select(group => group.MaxBy(record => record.Body.Slot)!)
            .OrderBy(record => by.Plan.IndexOf(record.Body.Origin))];
        for (int left = 0; left <= haves.Count; left++)
        {
            SignedRecord[] chosen = [.. haves.Where((_, index) => index != left)];
            if (chosen.Length >= by.Plan.Quorum && !chosen.Select(record => record.Id).SequenceEqual(honest.Proposal.Haves))
            {
                return ClosingProposal.Of(
                    [.. chosen.Select(record => record.Id)],
                    Witnessed(chosen, by.Plan.Byzantine + 1),
                    honest.Proposal.Evidence,
                    honest.Proposal.Leavers,
                    honest.Proposal.Previous,
                    honest.Proposal.Next);
            }
        }

        return null;
    }

    private static List<HeldUpdate> Witnessed(IEnumerable<SignedRecord> haves, int witnesses) =>
        [.. haves.SelectMany(record => ((Have)record.Body).Held).GroupBy(update => update)
            .Where(group => group.Count() >= witnesses).Select(group => group.Key).OrderBy(update => update.Origin)];
}
