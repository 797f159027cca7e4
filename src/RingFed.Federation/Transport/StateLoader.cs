using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Epochs;
using RingFed.Federation.Ring.Rounds;

namespace RingFed.Federation.Transport;

/// <summary>What was found in a state directory.</summary>
/// <param name="Record">Record of the last round whose result is stored; null before the first.</param>
/// <param name="Result">The item of that result; null before the first.</param>
/// <param name="History">Records of that round and all before it that can be read, oldest first.</param>
/// <param name="Damaged">Files whose digest does not hold, which were not used.</param>
internal sealed record StoredState(
    RestoredState Restored,
    RoundRecord? Record,
    ItemId? Result,
    IReadOnlyList<RoundRecord> History,
    IReadOnlyList<string> Damaged)
{
    /// <summary>Rounds before the last whose results the worker is given again, oldest first; all of them are stored.</summary>
    public IEnumerable<RoundRecord> GivenAgain(RoundPhases phases) => History.Where(round => Record is { Round: var newest } && phases.IsGivenAgain(round.Round, newest));
}

/// <summary>
/// Reads a state directory at the start. A torn result is fetched again from the ring, a torn payload too; damage that
/// hides what this silo signed is refused and not taken for absence, because signing anew what was signed before would
/// be equivocation. Payloads and results become items, within the budget for payloads.
/// </summary>
/// <param name="drafts">Of the next epoch; the oldest first.</param>
/// <param name="payloads">Where the items go.</param>
internal sealed class StateLoader(StateStore store, SessionPlan plan, IReadOnlyList<StoredDraft> drafts, PayloadStore payloads, PayloadBuffers buffers)
{
    private readonly List<string> damaged = [];
    private readonly Dictionary<int, int> leftWith = [];
    private readonly double[] announced = new double[plan.Silos];

    /// <exception cref="ForeignStateException">The directory belongs to another topology.</exception>
    /// <exception cref="DamagedStateException">What was signed cannot be known any more.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public StoredState Load()
    {
        store.RemoveUnfinished();
        List<StoredResult> results = [];
        List<RoundRecord> history = [];
        (RoundRecord Round, StoredClose Close)? last = LoadLast(results, history);
        RoundClose[] decided = [.. Decided(last?.Round.Round ?? -1)];
        int tip = decided is [.., var newest] ? newest.Round : last?.Round.Round ?? -1;
        Dictionary<int, StoredRound> rounds = [];
        StoredLeave? leave = store.ReadLeave(damaged);
        foreach (int round in new[] { StateStore.Payloads, StateStore.Votes, StateStore.Updates }.SelectMany(store.RoundsOf).Distinct().Order())
        {
            if (round > (last?.Round.Round ?? -1))
            {
                rounds[round] = LoadRound(round, isOpen: round > tip);
            }
        }

        RestoredState restored = new(
            last?.Close.Close, MembersAfter(last), decided, results, rounds, LastEnvelope())
        {
            Drafts = drafts,
            Leave = leave,
            LeftWith = leftWith,
            PutBack = store.PutBack,
            Announced = announced,
        };
        ItemId? result = last is { Close.Close: var close } ? ItemOf(close) : null;
        return new StoredState(restored, last?.Round, result, history, damaged);
    }

    /// <returns>The newest close with its result; null when there is none.</returns>
    private (RoundRecord Round, StoredClose Close)? LoadLast(List<StoredResult> results, List<RoundRecord> history)
    {
        (RoundRecord Round, StoredClose Close)? last = null;
        IReadOnlyList<int> closed = store.RoundsOf(StateStore.Closes);
        int gap = closed.Count == 0 ? 0 : GapUntil(closed[^1]);
        bool isAnyRead = false;
        foreach (int round in closed.Reverse())
        {
            if (store.ReadClose(round, damaged) is not { } found)
            {
                continue;
            }

            isAnyRead = true;
            Note(plan.Renumber(found.Close.Announced, found.Round.Round));
            if (round < gap && found.Close.HasResult && LoadResult(found.Round, found.Close.Close, isNewest: last is null) is { } result)
            {
                results.Insert(0, result);
                last ??= found;
            }

            if (last is not null)
            {
                history.Insert(0, found.Round);
                Note(found.Close.Close);
            }
        }

        return !isAnyRead && damaged.Count > 0 ? throw new DamagedStateException("no closed round can be read", damaged) : last;
    }

    /// <summary>
    /// What statistic rounds gathered, and what they started from, is needed in order and without gaps, because the worker goes
    /// through all of it again: from the first that is not here on, results are fetched anew.
    /// </summary>
    /// <returns>The first such round whose result is not here; the round after <paramref name="newest"/> when there is none.</returns>
    private int GapUntil(int newest)
    {
        int round = 0;
        while (round <= newest && ((plan.KindOf(round) != RoundKind.Statistic && !plan.Phases.IsGivenAgain(round, newest)) || IsStored(round)))
        {
            round++;
        }

        return round;
    }

    private bool IsStored(int round) => store.ReadClose(round, []) is var (record, close) && close.HasResult && store.HasResult(record);

    /// <summary>Of every close that can be read: the newest may be torn, and one that was fetched may know less.</summary>
    private void Note(IReadOnlyList<double> stored)
    {
        for (int origin = 0; origin < Math.Min(stored.Count, announced.Length); origin++)
        {
            announced[origin] = Math.Max(announced[origin], stored[origin]);
        }
    }

    /// <summary>Who left or was convicted in an epoch counts again in the next.</summary>
    private Membership MembersAfter((RoundRecord Round, StoredClose Close)? last) => last is var (round, close) && round.Round >= plan.FirstRound
        ? close.Members
        : Membership.Founding(plan.Silos);

    private void Note(RoundClose close)
    {
        if (close.Round < plan.FirstRound)
        {
            return;
        }

        foreach (int origin in close.Proposal.Leavers.ToList())
        {
            leftWith[origin] = close.Round;
        }
    }

    /// <summary>Results stay in their file, once they have been read and verified: the newest parameters mapped, those before for silos that lag.</summary>
    private StoredResult? LoadResult(RoundRecord round, RoundClose close, bool isNewest)
    {
        if (store.ReadResult(round, buffers, damaged) is not { } result)
        {
            return null;
        }

        MerkleTree tree = MerkleTree.Over(result.Bytes, close.Manifest.ChunkBytes);
        if (!isNewest && store.OpenResult(round.Kind, round.Round) is { } file)
        {
            payloads.Add(ItemOf(close), file, tree);
        }
        else
        {
            PayloadBuffer? mapped = round.Kind == RoundKind.Parameters ? store.MapParameters(round.Round, result.Bytes.Length) : null;
            payloads.Add(ItemOf(close), mapped ?? result, tree);
            mapped?.LetGo();
        }

        result.LetGo();
        return new StoredResult(round.Round, tree.Manifest);
    }

    /// <summary>Closes after the last one with a result, without gaps: checked once, and not to be voted on again.</summary>
    private IEnumerable<RoundClose> Decided(int last)
    {
        while (store.ReadClose(++last, []) is var (_, close))
        {
            yield return close.Close;
        }
    }

    /// <param name="isOpen">No close of it is known: this silo may have to vote.</param>
    private StoredRound LoadRound(int round, bool isOpen)
    {
        OwnPart? part = null;
        if (store.ReadPart(round, buffers, damaged) is { } found)
        {
            part = found.Head;
            Keep(new ItemId(round, plan.Self, part.Payload.Root), found, part.Payload);
        }

        int before = damaged.Count;
        StoredVotes? votes = store.ReadVotes(round, damaged);
        return isOpen && damaged.Count > before
            ? throw new DamagedStateException($"what this silo signed in round {round} cannot be known", damaged)
            : new StoredRound(part, votes, LoadUpdates(round));
    }

    private List<SignedRecord> LoadUpdates(int round)
    {
        List<SignedRecord> envelopes = [];
        foreach (StoredPayload<SignedRecord> update in store.ReadUpdates(round, buffers, damaged))
        {
            if (update.Head.Body is Envelope envelope)
            {
                Keep(new ItemId(round, plan.IndexOf(envelope.Origin), envelope.Payload.Root), update, envelope.Payload);
                envelopes.Add(update.Head);
            }
            else
            {
                update.Payload.LetGo();
            }
        }

        return envelopes;
    }

    private void Keep<THead>(ItemId item, StoredPayload<THead> found, PayloadManifest manifest)
    {
        payloads.Add(item, found.Payload, found.Tree ?? MerkleTree.Over(found.Payload.Bytes, manifest.ChunkBytes));
        found.Payload.LetGo();
    }

    private Digest LastEnvelope() => store.RoundsOf(StateStore.Votes).Reverse()
        .Select(store.ReadLastEnvelope)
        .FirstOrDefault(found => found is not null) ?? Digest.None;

    private static ItemId ItemOf(RoundClose close) => ItemId.AggregateOf(close.Round, close.Manifest.Root);
}
