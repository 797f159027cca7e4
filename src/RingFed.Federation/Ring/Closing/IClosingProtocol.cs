using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Closing;

/// <summary>
/// How one round closes. The session asks after every event and tick what is to be done next, carries it out and asks
/// again until there is nothing to do but wait. One instance per round and life of the process; without I/O.
/// </summary>
internal interface IClosingProtocol
{
    ClosingAction Next(IRoundFacts facts, long now);

    /// <summary>What is waited for now, in terms of an operator. Changes nothing.</summary>
    ClosingOutlook Outlook(IRoundFacts facts, long now);
}

/// <summary>What the closing of a round asks for.</summary>
internal abstract record ClosingAction
{
    /// <summary>Nothing, until something else happens or time passes.</summary>
    public static ClosingAction Wait { get; } = new Waiting();

    public sealed record Waiting : ClosingAction;

    /// <summary>
    /// Compute the aggregate of these updates, all of which are held, in roster order. Asked again until
    /// <see cref="IRoundFacts.IsAggregating"/> or <see cref="IRoundFacts.AggregateOf"/> says that it is in hand.
    /// </summary>
    public sealed record Aggregate(ClosingProposal Proposal, IReadOnlyList<Envelope> Updates) : ClosingAction;

    /// <summary>
    /// These updates are missing, payload or envelope too, and needed: pull them. Asked once for each update; the
    /// session keeps pulling until it is held or the round is closed.
    /// </summary>
    public sealed record Pull(IReadOnlyList<HeldUpdate> Updates) : ClosingAction;

    /// <summary>
    /// Sign the record, store it with the state in one write, then spread it. Payloads that it speaks of are flushed
    /// before: those of a have (its silo may be all that is left to get them from) and those of a precommit's proposal.
    /// </summary>
    public sealed record Sign(RecordBody Body, VoteState State) : ClosingAction;

    /// <summary>
    /// The round is decided, and nothing more is to be asked. Its aggregate may still have to be computed or fetched.
    /// </summary>
    public sealed record Decide(RoundClose Close) : ClosingAction;

    /// <summary>Waiting cannot help: an operator must act.</summary>
    public sealed record Refuse(SessionFault Fault) : ClosingAction;
}

/// <summary>What a silo waits for in a round, and until when.</summary>
/// <param name="View">-1 before the first.</param>
/// <param name="Have">How many of what is counted are here.</param>
/// <param name="Need">How many are needed.</param>
/// <param name="Missing">Silos of which it has not come.</param>
/// <param name="What">Such as "payloads", "a proposal of silo-b", "prevotes", "precommits".</param>
/// <param name="NextAt">On the session's clock: when something happens even if nothing comes; null when nothing does.</param>
/// <param name="Next">What happens then.</param>
internal sealed record ClosingOutlook(
    int View, VoteStep Step, int Have, int Need, OriginSet Missing, string What, long? NextAt, string Next);
