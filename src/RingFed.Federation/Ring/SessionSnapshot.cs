using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring;

/// <summary>What the session is doing, in the order of a round.</summary>
public enum SessionPhase
{
    /// <summary>Local training or counting.</summary>
    Working,

    /// <summary>Own payload and envelope on their way to the disk.</summary>
    Publishing,

    /// <summary>Payloads travel.</summary>
    Exchanging,

    Aggregating,

    /// <summary>Own vote given, others awaited.</summary>
    AwaitingVotes,

    /// <summary>The result on its way to the disk and into the local model.</summary>
    Merging,

    /// <summary>All rounds closed; neighbours are still served.</summary>
    Lingering,

    Ended,
}

/// <param name="SinceMs">On the session's clock.</param>
internal sealed record AwaitedOrigin(int Origin, long SinceMs, string Why);

/// <summary>The core's part of <see cref="SessionStatus"/>.</summary>
/// <param name="Round">The open round, or the one whose result is being merged.</param>
internal sealed record SessionSnapshot(int Closed, int Round, SessionPhase Phase, IReadOnlyList<AwaitedOrigin> Awaited)
{
    public static SessionSnapshot Of(
        SessionPlan plan, RoundCourse course, Neighbours neighbours, RecordPool pool, ChunkLedger ledger, SessionEnd? end)
    {
        SessionPhase phase = end is not null ? SessionPhase.Ended : PhaseOf(course);
        int round = Math.Clamp(course.Open?.Round ?? course.Closed, 0, plan.LastRound);
        if (end is not null || course.Open is not { } open)
        {
            return new SessionSnapshot(course.Closed, round, phase, end is null ? Unfinished(plan, course, neighbours) : []);
        }

        RoundView view = new(plan, pool, ledger, open);
        List<AwaitedOrigin> awaited = [];
        for (int origin = 0; origin < plan.Silos; origin++)
        {
            if (Why(view, origin, phase) is { } why)
            {
                awaited.Add(new AwaitedOrigin(origin, open.HeardOf(origin), why));
            }
        }

        return new SessionSnapshot(course.Closed, round, phase, awaited);
    }

    private static SessionPhase PhaseOf(RoundCourse course) => course.Open switch
    {
        null => course.CompletedAt is null ? SessionPhase.Merging : SessionPhase.Lingering,
        { IsPublished: false, Part: null } => SessionPhase.Working,
        { IsPublished: false } => SessionPhase.Publishing,
        { IsAggregating: true } => SessionPhase.Aggregating,
        { Aggregate: null } => SessionPhase.Exchanging,
        { Decided: null } => SessionPhase.AwaitingVotes,
        _ => SessionPhase.Merging,
    };

    private static string? Why(RoundView view, int origin, SessionPhase phase)
    {
        if (origin == view.Plan.Self)
        {
            return phase == SessionPhase.Working ? "local work" : null;
        }

        if (view.EnvelopeOf(origin) is null && view.PrecommitOf(origin) is null)
        {
            return "envelope not seen";
        }

        if (view.Aggregate is null && view.PayloadOf(origin) is { Chunks: { IsComplete: false } chunks })
        {
            return $"{chunks.Held} of {chunks.ChunkCount} chunks";
        }

        return view.PrecommitOf(origin) is null ? "vote not seen" : null;
    }

    private static List<AwaitedOrigin> Unfinished(SessionPlan plan, RoundCourse course, Neighbours neighbours) =>
        course.CompletedAt is not { } since
            ? []
            : [.. plan.Neighbours.Where(peer => neighbours.ClosedBy(peer) < plan.LastRound)
                .Select(peer => new AwaitedOrigin(peer, since, "has not said that it closed the last round"))];
}
