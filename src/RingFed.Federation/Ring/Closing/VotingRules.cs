using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Closing;

/// <summary>
/// The two rules from which it follows that a round cannot close in two ways: how many votes decide, and that a silo
/// which precommitted stays with its proposal. Open to other rules so that a rehearsal can show what breaks without
/// these; a session runs with <see cref="Standard"/>.
/// </summary>
internal class VotingRules
{
    public static VotingRules Standard { get; } = new();

    /// <summary>q = floor((n + f) / 2) + 1.</summary>
    public virtual int Quorum(int silos, int byzantine) => new Topology.Quorum(silos, byzantine).Votes;

    /// <summary>
    /// The lock of R2: for another proposal than the locked one only when a quorum prevoted for it no earlier than the
    /// view of the lock. That a quorum did is for the caller to see.
    /// </summary>
    public virtual bool LockAllows(VoteState own, Propose proposed) =>
        own.Lock is null
        || own.Lock.Id == proposed.Proposal.Id
        || (proposed.ProofView >= 0 && own.LockView <= proposed.ProofView);
}
