using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Liveness;

/// <summary>
/// When this silo says anew whom it cannot reach: whenever that changed, and in each round anew. Not stored before it is
/// sent: after a restart the sequence goes on behind the highest that the others return, see <see cref="SuspicionBook"/>.
/// </summary>
internal sealed class OwnSuspicion(SessionPlan plan, SuspicionBook book)
{
    /// <summary>After so many statements of a round the time between two doubles, and again after as many.</summary>
    private const int StatementsPerDoubling = 4;

    private Suspicion? last;
    private long lastAt;

    /// <returns>The statement to be signed and spread; null when there is nothing new to say.</returns>
    public Suspicion? Next(int round, OriginSet unreachable, long now)
    {
        Suspicion? said = Newest(round);
        if (unreachable == (said?.Unreachable ?? default) || (said is not null && now - lastAt < PauseAfter(said.Sequence)))
        {
            return null;
        }

        lastAt = now;
        last = new Suspicion(
            plan.Federation, plan.Epoch, round, plan.Roster[plan.Self], (said?.Sequence ?? -1) + 1, unreachable, SessionPlan.SignatureAlgorithm);
        return last;
    }

    private Suspicion? Newest(int round)
    {
        Suspicion? heard = book.NewestOf(round, plan.Self);
        return last is { } own && own.Round == round && own.Sequence > (heard?.Sequence ?? -1) ? own : heard;
    }

    private long PauseAfter(int sequence) => plan.Times.RestateMs << Math.Min(sequence / StatementsPerDoubling, 12);
}
