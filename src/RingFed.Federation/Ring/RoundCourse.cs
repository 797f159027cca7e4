using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring;

/// <summary>
/// The course of this silo's rounds: work, payload to disk, envelope signed and to disk, published; then whatever the
/// closing asks for; then the close to disk, merged, and the next round. Nothing leaves before what it depends on is
/// on the disk.
/// </summary>
internal sealed class RoundCourse(
    SessionPlan plan, IRoundClosing closing, RestoredState restored, RecordPool pool, ChunkLedger ledger, Relay relay, Puller puller)
{
    private Digest lastEnvelope = restored.LastEnvelope;

    /// <summary>Last round closed and stored; -1 before the first.</summary>
    public int Closed { get; private set; } = restored.Closed;

    /// <summary>The open round; null before the first, while a result is merged, and after the last.</summary>
    public RoundState? Open { get; private set; }

    /// <summary>The last round's result has reached the worker, at this moment.</summary>
    public long? CompletedAt { get; private set; }

    public SessionFault? Fault { get; private set; }

    /// <summary>Takes up what was stored before a restart.</summary>
    public void Start(long now, List<RingEffect> effects)
    {
        foreach (SignedRecord record in restored.Certificate)
        {
            pool.Add(record);
        }

        foreach ((int round, OwnRound own) in restored.Own)
        {
            Restore(round, own);
        }

        if (Closed < 0)
        {
            Begin(0, now, effects);
            return;
        }

        if (restored.Aggregate is { } aggregate)
        {
            ledger.RegisterWhole(ItemId.AggregateOf(Closed, aggregate.Root), aggregate);
        }

        Precommit vote = (Precommit)restored.Certificate[0].Body;
        AskToMerge(vote.Merged.ToList(), vote.Manifest!.Root, effects);
    }

    public void On(WorkDone done, List<RingEffect> effects)
    {
        if (Open is { Part: null, IsPublished: false } open && open.Round == done.Round)
        {
            open.Part = done.Part;
            effects.Add(new PersistPayload(done.Round, done.Part));
        }
    }

    public void On(PayloadPersisted persisted, List<RingEffect> effects)
    {
        if (Open is { Part: { } part } open && open.Round == persisted.Round)
        {
            effects.Add(new Sign(EnvelopeOf(open.Round, part)));
        }
    }

    public void On(Signed signed, List<RingEffect> effects) => effects.Add(new PersistRecord(signed.Record));

    /// <summary>A record of this silo is on the disk: it may leave, and its payload after it.</summary>
    public void On(RecordPersisted persisted, long now, List<RingEffect> effects)
    {
        SignedRecord record = persisted.Record;
        TakeIn(record, now, effects);
        if (Open is { } open && record.Body is Envelope envelope && envelope.Round == open.Round)
        {
            lastEnvelope = record.Id;
            open.IsPublished = true;
            relay.Forward(ledger.RegisterWhole(new ItemId(open.Round, plan.Self, envelope.Payload.Root), envelope.Payload), now, effects);
        }
    }

    /// <summary>A record whose signature holds becomes known and is passed on.</summary>
    /// <returns>The payload that can travel now that its envelope is known; null when there is none.</returns>
    public LedgerItem? TakeIn(SignedRecord record, long now, List<RingEffect> effects)
    {
        if (pool.Conflict(record) is { } other)
        {
            // The proof goes to the neighbours before this silo ends, so that everyone refuses with the same sentence.
            relay.Spread(record, now, effects);
            Refuse(SessionFaultCode.Equivocation, $"{record.Body.Origin} signed two records for one place: {other} {other.Id} and {record.Id}");
        }

        if (!pool.Add(record))
        {
            return null;
        }

        relay.Spread(record, now, effects);
        int origin = plan.IndexOf(record.Body.Origin);
        Open?.Heard(origin, now);
        return record.Body is Envelope envelope && origin != plan.Self
            ? ledger.Register(new ItemId(envelope.Round, origin, envelope.Payload.Root), envelope.Payload)
            : null;
    }

    public void On(Aggregated aggregated)
    {
        if (Open is { Aggregate: null } open && open.Round == aggregated.Round)
        {
            open.IsAggregating = false;
            open.Aggregate = aggregated.Aggregate;
        }
    }

    public void On(ClosePersisted persisted, long now, List<RingEffect> effects)
    {
        if (Open is not { Aggregate: { } aggregate, Decided: { } merged } open || open.Round != persisted.Round)
        {
            return;
        }

        Closed = open.Round;
        Open = null;
        ledger.RegisterWhole(ItemId.AggregateOf(Closed, aggregate.Manifest.Root), aggregate.Manifest);
        ledger.Release(Closed);
        pool.ReleaseBefore(Closed);
        relay.ReleaseKnown(Closed);
        relay.Tell(new Progress(Closed), now, effects);
        effects.Add(new ReleaseRounds(Closed));
        AskToMerge(merged, aggregate.Manifest.Root, effects);
    }

    public void On(Merged merged, long now, List<RingEffect> effects)
    {
        if (merged.Round != Closed || Open is not null)
        {
            return;
        }

        if (Closed == plan.LastRound)
        {
            CompletedAt = now;
        }
        else
        {
            Begin(Closed + 1, now, effects);
        }
    }

    /// <summary>Does what the closing asks for until it waits.</summary>
    public void Advance(long now, List<RingEffect> effects)
    {
        while (Fault is null && Open is { Decided: null } open)
        {
            ClosingStep step = closing.Next(new RoundView(plan, pool, ledger, open));
            if (step is ClosingStep.Waiting)
            {
                break;
            }

            Apply(step, open, effects);
        }

        if (Open is { Aggregate: null, Fetching: { } fetched } waiting)
        {
            puller.Urge(ledger.Find(ItemId.AggregateOf(waiting.Round, fetched.Manifest.Root))!, now, effects);
        }
    }

    /// <summary>The fetched aggregate is here whole.</summary>
    public void Fetched(List<RingEffect> effects)
    {
        // One source at a time: a close by either would take the payloads away from under the other.
        if (Open is { Aggregate: null, IsAggregating: false, Fetching: { } agreed } open)
        {
            open.IsAggregating = true;
            effects.Add(new AdoptAggregate(open.Round, agreed));
        }
    }

    public void Refuse(SessionFaultCode code, string sentence) => Fault ??= new SessionFault(code, sentence);

    private void Restore(int round, OwnRound own)
    {
        foreach (SignedRecord record in new[] { own.Envelope, own.Precommit }.OfType<SignedRecord>())
        {
            pool.Add(record);
        }

        if (own is { Part: { } part, Envelope: not null } && round > Closed)
        {
            ledger.RegisterWhole(new ItemId(round, plan.Self, part.Payload.Root), part.Payload);
        }
    }

    private void Begin(int round, long now, List<RingEffect> effects)
    {
        string self = plan.Roster[plan.Self];
        OwnPart? part = restored.Own.GetValueOrDefault(round)?.Part;
        Open = new RoundState(round, plan.KindOf(round), plan.Silos, now)
        {
            Part = part,
            IsPublished = pool.Find(RecordKind.Envelope, round, self) is not null,
            HasVoted = pool.Find(RecordKind.Precommit, round, self) is not null,
        };
        if (Open.IsPublished && part is null)
        {
            effects.Add(new RaiseAlarm($"round {round}: the payload that {self} signed is missing or damaged in its state directory and cannot be sent again; the round closes if the other silos hold all of it already, and stands still otherwise", AlarmKind.PayloadLost));
        }
        else if (!Open.IsPublished)
        {
            effects.Add(part is null ? new Work(round, Open.Kind) : new Sign(EnvelopeOf(round, part)));
        }
    }

    private void Apply(ClosingStep step, RoundState open, List<RingEffect> effects)
    {
        switch (step)
        {
            case ClosingStep.Merge merge:
                open.IsAggregating = true;
                effects.Add(new Aggregate(open.Round, merge.Updates));
                break;
            case ClosingStep.Fetch fetch:
                open.Fetching = fetch.Aggregate;
                ledger.Register(ItemId.AggregateOf(open.Round, fetch.Aggregate.Manifest.Root), fetch.Aggregate.Manifest);
                break;
            case ClosingStep.Vote vote:
                open.HasVoted = true;
                effects.Add(new Sign(vote.Body));
                break;
            case ClosingStep.Close close:
                open.Decided = close.Merged;
                effects.Add(new PersistClose(
                    open.Round, open.Aggregate!.Digest, close.Certificate, OriginSet.Of(close.Merged), OwnPayloadBytes(open.Round)));
                break;
            case ClosingStep.Refuse refuse:
                Fault ??= refuse.Fault;
                break;
        }
    }

    private long OwnPayloadBytes(int round) =>
        pool.Find(RecordKind.Envelope, round, plan.Roster[plan.Self])?.Body is Envelope envelope ? envelope.Payload.Length : 0;

    private void AskToMerge(IReadOnlyList<int> merged, Digest root, List<RingEffect> effects) =>
        effects.Add(new Merge(Closed, plan.KindOf(Closed), root, merged));

    private Envelope EnvelopeOf(int round, OwnPart part) => new(
        plan.Federation,
        plan.Epoch,
        round,
        plan.Roster[plan.Self],
        plan.KindOf(round) == RoundKind.Statistic ? PayloadKind.Statistic : PayloadKind.Parameters,
        part.Query,
        plan.Topology,
        part.Layout,
        part.Encoder,
        part.Base,
        part.Codec,
        part.Payload,
        part.Records,
        part.Steps,
        part.EpsilonSpent,
        lastEnvelope,
        SessionPlan.SignatureAlgorithm);
}
