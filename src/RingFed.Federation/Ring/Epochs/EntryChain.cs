using RingFed.Federation.Messages;
using RingFed.Federation.Topology;

namespace RingFed.Federation.Ring.Epochs;

/// <summary>What a close is worth to a silo that is new.</summary>
internal enum EntryVerdict
{
    /// <summary>It is the one that the chain names, and its votes are for it.</summary>
    Fits,

    /// <summary>It is another than the one that the chain names.</summary>
    NotNamed,

    /// <summary>It is the right one with votes that prove nothing: another peer may have better ones.</summary>
    Unproven,

    /// <summary>It is the right one, and leads nowhere: what enough silos said of the epoch's beginning is wrong.</summary>
    LeadsNowhere,
}

/// <summary>
/// The closes of all epochs before the one that a new silo enters, from the last to the first. The id of the last is
/// known; each names the one before it, so every close is known before it comes, but for the votes on it. Those have to
/// hold f+1 of the close's own epoch, and in the end a quorum of who was left in its round.
/// </summary>
/// <param name="start">Where the new epoch began.</param>
/// <param name="newestFirst">The epochs before it.</param>
internal sealed class EntryChain(SessionPlan plan, EpochStart start, IReadOnlyList<EpochDraft> newestFirst)
{
    private readonly RoundClose?[] closes = new RoundClose?[start.FirstRound];
    private readonly int[] epochs = new int[start.FirstRound];

    // None above it is missing.
    private int missing = start.FirstRound - 1;

    public int Rounds => closes.Length;

    /// <summary>Closes that are here.</summary>
    public int Held { get; private set; }

    /// <summary>Ascending; all of them once <see cref="Missing"/> is null.</summary>
    public IReadOnlyList<RoundClose> Closes => [.. closes.OfType<RoundClose>()];

    /// <summary>The highest round whose close is not here: what it has to be is known. Null when none is missing.</summary>
    public int? Missing
    {
        get
        {
            while (missing >= 0 && closes[missing] is not null)
            {
                missing--;
            }

            return missing < 0 ? null : missing;
        }
    }

    public bool Holds(int round) => closes[round] is not null;

    /// <param name="close">Of the round <see cref="Missing"/>.</param>
    /// <param name="why">A fragment of a sentence; empty when it fits.</param>
    public EntryVerdict Judge(RoundClose close, out string why)
    {
        int round = Missing!.Value;
        why = close.Id == NameOf(round) ? string.Empty : "it is another than the close after it names";
        if (why.Length > 0)
        {
            return EntryVerdict.NotNamed;
        }

        why = DeadEnd(close, round) ?? string.Empty;
        if (why.Length > 0)
        {
            return EntryVerdict.LeadsNowhere;
        }

        why = FaultOf(close, newestFirst[EpochOf(close, round)]) ?? string.Empty;
        return why.Length == 0 ? EntryVerdict.Fits : EntryVerdict.Unproven;
    }

    /// <param name="close">One that fits, of the round <see cref="Missing"/>, whose signatures hold.</param>
    public void Add(RoundClose close)
    {
        int round = Missing!.Value;
        (closes[round], epochs[round]) = (close, EpochOf(close, round));
        Held++;
    }

    /// <summary>
    /// Rounds in which fewer voted than a straggler asks for that is served from here. Who had a vote follows from the
    /// closes before, so it is known only when all are here.
    /// </summary>
    public IReadOnlyList<int> Weak()
    {
        List<int> weak = [];
        OriginSet active = default;
        for (int round = 0; round < closes.Length; round++)
        {
            EpochDraft epoch = newestFirst[epochs[round]];
            RoundClose close = closes[round]!;
            active = round == 0 || closes[round - 1]!.Proposal.EndsEpoch ? OriginSet.All(epoch.Roster.Count) : active;
            OriginSet voters = OriginSet.Of(close.Precommits.Select(vote => IndexIn(epoch, vote.Body.Origin)));
            int votes = new Quorum(active.Count, Math.Min(epoch.Byzantine, (active.Count - 1) / 3)).Votes;
            if (!voters.Except(active).IsEmpty || voters.Count < votes)
            {
                weak.Add(round);
            }

            active = active.Except(close.Proposal.Leavers);
        }

        return weak;
    }

    /// <summary>Its votes are to come from another peer.</summary>
    public void Drop(int round)
    {
        (closes[round], missing) = (null, Math.Max(missing, round));
        Held--;
    }

    private Digest NameOf(int round) => round == closes.Length - 1 ? start.Close : closes[round + 1]!.Proposal.Previous;

    /// <summary>Place among the epochs before; -1 is the one that is entered.</summary>
    private int EpochAfter(int round) => round == closes.Length - 1 ? -1 : epochs[round + 1];

    private int EpochOf(RoundClose close, int round) => EpochAfter(round) + (close.Proposal.EndsEpoch ? 1 : 0);

    /// <summary>What the close's id stands for, so that it is the same whoever sends it.</summary>
    private string? DeadEnd(RoundClose close, int round)
    {
        int after = EpochAfter(round);
        int epoch = EpochOf(close, round);
        Digest next = after < 0 ? plan.Topology : newestFirst[after].Topology;
        return close switch
        {
            _ when close.Round != round => $"the close before round {round + 1} is of round {close.Round}",
            _ when epoch < 0 => $"round {round} did not end an epoch",
            _ when epoch >= newestFirst.Count => $"round {round} ended an epoch before the founding one",
            { Proposal.EndsEpoch: true } when close.Proposal.Next != next => $"round {round} carried the topology {close.Proposal.Next} and not {next}",
            _ when close.Epoch != newestFirst[epoch].Epoch => $"round {round} is of epoch {close.Epoch} and not {newestFirst[epoch].Epoch}",
            _ when round > 0 => null,
            _ when epoch != newestFirst.Count - 1 => "the chain begins after the founding epoch",
            _ => close.Proposal.Previous == newestFirst[^1].Topology ? null : "the chain does not begin with the founding topology",
        };
    }

    /// <summary>The id says nothing of who voted, in which view, and for which cut of the result.</summary>
    private string? FaultOf(RoundClose close, EpochDraft epoch)
    {
        Precommit vote = (Precommit)close.Precommits[0].Body;
        int last = -1;
        foreach (SignedRecord record in close.Precommits)
        {
            int origin = IndexIn(epoch, record.Body.Origin);
            if (origin <= last)
            {
                return $"{record.Body.Origin} has no vote in epoch {epoch.Epoch}, or not at this place";
            }

            if (!vote.Equals((Precommit)record.Body with { Origin = vote.Origin }))
            {
                return $"{record.Body.Origin} voted for something else than {vote.Origin}";
            }

            last = origin;
        }

        return close switch
        {
            _ when vote.Federation != plan.Federation => $"it is of {vote.Federation}",
            _ when vote.IsNil || vote.Proposal != close.Proposal.Id || vote.View != close.View => "its votes are not for its proposal",
            _ when close.Precommits.Count <= epoch.Byzantine => $"it has {close.Precommits.Count} votes and needs {epoch.Byzantine + 1}",
            _ when !vote.Merged.Except(close.Proposal.Origins).IsEmpty => "it merges updates that were not proposed",
            _ => null,
        };
    }

    /// <returns>-1 for a silo outside the epoch's roster.</returns>
    private static int IndexIn(EpochDraft epoch, string silo)
    {
        for (int index = 0; index < epoch.Roster.Count; index++)
        {
            if (epoch.Roster[index] == silo)
            {
                return index;
            }
        }

        return -1;
    }
}
