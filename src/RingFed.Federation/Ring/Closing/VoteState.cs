using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Closing;

/// <summary>Where a silo stands within a view of RingClose.</summary>
internal enum VoteStep
{
    /// <summary>The first view has not begun here.</summary>
    Before,

    /// <summary>A proposal is awaited.</summary>
    Propose,

    /// <summary>Own prevote given.</summary>
    Prevote,

    /// <summary>Own precommit given. A silo that still computes what it precommits to stands at the step before.</summary>
    Precommit,
}

/// <summary>
/// What a silo must not forget of a round's voting: it is on the disk before any vote that follows from it leaves.
/// </summary>
/// <param name="View">-1 before the first.</param>
/// <param name="Lock">The proposal that this silo precommitted for, in view <paramref name="LockView"/>; null for none.</param>
/// <param name="Good">The newest proposal seen with a quorum of prevotes, in view <paramref name="GoodView"/>.</param>
/// <param name="Haves">How many haves this silo signed in the round.</param>
internal sealed record VoteState(
    int View, VoteStep Step, ClosingProposal? Lock, int LockView, ClosingProposal? Good, int GoodView, int Haves)
{
    public static VoteState Start { get; } = new(-1, VoteStep.Before, null, -1, null, -1, 0);
}
