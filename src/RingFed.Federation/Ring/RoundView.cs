using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring;

/// <summary>All that this silo knows of the open round, to read only.</summary>
internal sealed class RoundView(SessionPlan plan, RecordPool pool, ChunkLedger ledger, RoundState state)
{
    public SessionPlan Plan => plan;

    public int Round => state.Round;

    /// <summary>This silo's own envelope has been stored, so it can be compared with the others'.</summary>
    public bool IsPublished => state.IsPublished;

    public bool IsAggregating => state.IsAggregating;

    public bool IsFetching => state.Fetching is not null;

    public AgreedAggregate? Aggregate => state.Aggregate;

    public bool HasVoted => state.HasVoted;

    public SignedRecord? EnvelopeOf(int origin) => pool.Find(RecordKind.Envelope, Round, plan.Roster[origin]);

    public SignedRecord? PrecommitOf(int origin) => pool.Find(RecordKind.Precommit, Round, plan.Roster[origin]);

    public bool HoldsPayloadOf(int origin) => PayloadOf(origin) is { Chunks.IsComplete: true };

    public LedgerItem? PayloadOf(int origin) => EnvelopeOf(origin)?.Body is Envelope envelope
        ? ledger.Find(new ItemId(Round, origin, envelope.Payload.Root))
        : null;
}
