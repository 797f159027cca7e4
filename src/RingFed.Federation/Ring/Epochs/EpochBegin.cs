using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Epochs;

/// <summary>
/// Tells silos that are new where the epoch began. Every silo that was in the epoch before says so, in a record that
/// follows from the chain of closes alone: signed again after a restart, or with an old memory, it is the same one. Also
/// where the roster names nobody who was not in the epoch before: a silo may have been new there, and away until now.
/// </summary>
internal static class EpochBegin
{
    /// <returns>What this silo is to sign; null in the founding epoch, when it cannot know by itself, or has said so.</returns>
    public static Opening? Due(SessionPlan plan, EpochShelf shelf)
    {
        string self = plan.Roster[plan.Self];
        bool wasThere = plan.Earlier is [.., var last] && last.Roster.Contains(self);
        return wasThere && shelf.Openings.All(opening => opening.Body.Origin != self)
            ? new Opening(plan.Federation, plan.Epoch, plan.FirstRound, self, plan.Genesis, SessionPlan.SignatureAlgorithm)
            : null;
    }
}
