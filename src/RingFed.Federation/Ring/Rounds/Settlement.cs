using RingFed.Federation.Messages;
using RingFed.Federation.Ring.Epochs;
using RingFed.Federation.Ring.Payloads;
using RingFed.Federation.Ring.Records;
using RingFed.Federation.Ring.Status;

namespace RingFed.Federation.Ring.Rounds;

/// <summary>
/// From the decision to the stored close: the result that was agreed on is the one computed here, or is computed now, or
/// is fetched from a neighbour; parameters that a later close has replaced are skipped.
/// </summary>
internal sealed class Settlement(
    SessionPlan plan, RecordPool pool, ChunkLedger ledger, Puller puller, CatchUp catchUp, PayloadLengths lengths, DraftShelf drafts, Func<OriginSet> absent)
{
    /// <summary>Results of parameter rounds that neighbours may ask for: the newest, and the one that one of them may be merging.</summary>
    private const int ResultsKept = 2;

    private readonly Queue<int> results = new();
    private int lastResult = -1;

    /// <summary>The round's result is in the store.</summary>
    public void Stored(int round)
    {
        lastResult = round;
        if (plan.KindOf(round) == RoundKind.Parameters)
        {
            results.Enqueue(round);
        }

        if (results.Count > ResultsKept)
        {
            results.Dequeue();
        }
    }

    public void Advance(RoundState open, CloseChain chain, long now, List<RingEffect> effects)
    {
        RoundClose close = open.Decided!;
        AgreedAggregate agreed = AgreedAggregate.Of(close);
        AgreedAggregate? mine = open.Aggregates.Find(close.Proposal.Id);
        if (LacksNextEpoch(open, close))
        {
            return;
        }

        if (mine == agreed)
        {
            Store(open, close, chain, hasResult: true, effects);
        }
        else if (IsSkipped(open, close))
        {
            Store(open, close, chain, hasResult: false, effects);
        }
        else if (mine is not null)
        {
            Distrust(open, mine, agreed, effects);
            Fetch(open, close, now, effects);
        }
        else if (!open.Aggregates.IsBusy)
        {
            Obtain(open, close, now, effects);
        }
    }

    /// <summary>A close that carries an epoch is stored after its topology, which is asked for: a restart goes on from there.</summary>
    private bool LacksNextEpoch(RoundState open, RoundClose close) =>
        close.Proposal.EndsEpoch && open.Round >= plan.FirstRound && drafts.Find(close.Proposal.Next) is null;

    /// <summary>
    /// A later round's parameters replace these; the last ones are what statistics after training start from. At the end of
    /// an epoch nobody stays who could send a result that is not here, of that epoch's rounds or of those before: in the next
    /// epoch all have it, and it is fetched there.
    /// </summary>
    private bool IsSkipped(RoundState open, RoundClose close) =>
        (open.Kind == RoundKind.Parameters && plan.KindOf(open.Round + 1) == RoundKind.Parameters && catchUp.Knows(open.Round + 1))
        || ((catchUp.EndsEpoch || (open.Round >= plan.FirstRound && close.Proposal.EndsEpoch)) && (open.IsFollowed || !CanCompute(open, close)));

    private bool CanCompute(RoundState open, RoundClose close) => open.Aggregates.IsBusy || (!open.IsDoubtful && UpdatesHere(open, close) is not null);

    /// <summary>The round is stored: what only it needed may go.</summary>
    public void Release(int closed, List<RingEffect> effects)
    {
        int resultsFrom = results.TryPeek(out int oldest) ? oldest : 0;
        ledger.Release(closed, resultsFrom, plan.Phases);
        pool.ReleaseUntil(closed);
        effects.Add(new ReleaseRounds(closed, resultsFrom));
    }

    private void Obtain(RoundState open, RoundClose close, long now, List<RingEffect> effects)
    {
        if (!open.IsDoubtful && UpdatesHere(open, close) is { } updates)
        {
            open.Aggregates.Ask(close.Proposal.Id, now);
            effects.Add(new Aggregate(open.Round, close.Proposal.Id, updates));
        }
        else
        {
            Fetch(open, close, now, effects);
        }
    }

    /// <returns>Null when an envelope, a payload or the parameters they start from are not here.</returns>
    private List<Envelope>? UpdatesHere(RoundState open, RoundClose close)
    {
        if (open.Kind == RoundKind.Parameters && lastResult != open.Round - 1)
        {
            return null;
        }

        List<Envelope> updates = [];
        foreach (HeldUpdate update in close.Proposal.Updates)
        {
            if (pool.Of(open.Round).Find(update.Envelope)?.Body is not Envelope envelope
                || !ledger.IsComplete(new ItemId(open.Round, update.Origin, envelope.Payload.Root)))
            {
                return null;
            }

            updates.Add(envelope);
        }

        return updates;
    }

    private void Fetch(RoundState open, RoundClose close, long now, List<RingEffect> effects)
    {
        LedgerItem item = ledger.Register(ItemId.AggregateOf(open.Round, close.Manifest.Root), close.Manifest);
        if (!item.Chunks.IsComplete)
        {
            puller.Urge(item, now, effects);
            return;
        }

        // One source at a time: a close by either would take the payloads away from under the other.
        open.Aggregates.Ask(close.Proposal.Id, now);
        effects.Add(new AdoptAggregate(close));
    }

    private static void Distrust(RoundState open, AgreedAggregate mine, AgreedAggregate agreed, List<RingEffect> effects)
    {
        open.IsDoubtful = true;
        open.Aggregates.Forget(open.Decided!.Proposal.Id);
        effects.Add(new RaiseAlarm(
            $"round {open.Round}: this silo's arithmetic differs: it computed {mine}, the others agreed on {agreed}. The agreed result is "
            + "taken; check this machine's memory and processor before it takes part again",
            AlarmKind.ArithmeticDiffers));
    }

    private void Store(RoundState open, RoundClose close, CloseChain chain, bool hasResult, List<RingEffect> effects)
    {
        (open.IsStoring, open.HasResult) = (true, hasResult);
        long payloadBytes = pool.Of(open.Round).EnvelopesOf(plan.Self) is [var own, ..] ? ((Envelope)own.Body).Payload.Length : 0;
        effects.Add(new PersistClose(
            close,
            chain.Members.After(close.Proposal),
            hasResult,
            new Absentees(plan, chain.Members, open, pool, lengths, absent()).Of(close),
            payloadBytes)
        {
            Announced = close.Round < plan.FirstRound ? [] : pool.Budgets.Copy(),
        });
    }
}
