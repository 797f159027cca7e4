using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring;

/// <summary>
/// How a round closes: asked after every event what is to be done next, given all that is known of the round. Pure.
/// The session carries the step out and asks again until there is nothing to do but wait.
/// </summary>
internal interface IRoundClosing
{
    ClosingStep Next(RoundView round);
}

/// <summary>What the closing of a round asks for.</summary>
internal abstract record ClosingStep
{
    /// <summary>Nothing, until something else happens.</summary>
    public static ClosingStep Wait { get; } = new Waiting();

    public sealed record Waiting : ClosingStep;

    /// <summary>Merge these envelopes' payloads, all of which are held.</summary>
    public sealed record Merge(IReadOnlyList<Envelope> Updates) : ClosingStep;

    /// <summary>Fetch this aggregate from a neighbour: it is agreed, and cannot be computed here.</summary>
    public sealed record Fetch(AgreedAggregate Aggregate) : ClosingStep;

    /// <summary>Sign, store and spread this record.</summary>
    public sealed record Vote(RecordBody Body) : ClosingStep;

    /// <summary>The round is decided.</summary>
    /// <param name="Merged">Roster indices.</param>
    public sealed record Close(IReadOnlyList<int> Merged, IReadOnlyList<SignedRecord> Certificate) : ClosingStep;

    public sealed record Refuse(SessionFault Fault) : ClosingStep;
}
