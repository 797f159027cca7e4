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

    /// <summary>Rounds that the others closed without this silo are verified and taken over.</summary>
    CatchingUp,
}

/// <param name="SinceMs">On the session's clock.</param>
internal sealed record AwaitedOrigin(int Origin, long SinceMs, string Why);

/// <param name="SinceMs">When it got there, on the session's clock; null when that was before this process.</param>
internal sealed record OriginStanding(SiloCondition Condition, long? SinceMs, string Why)
{
    public static OriginStanding Active { get; } = new(SiloCondition.Active, null, string.Empty);
}

/// <summary>The core's part of <see cref="SessionStatus"/>. Times are on the session's clock.</summary>
/// <param name="Round">The open round, or the one whose result is being merged.</param>
internal sealed record SessionSnapshot(int Closed, int Round, SessionPhase Phase, IReadOnlyList<AwaitedOrigin> Awaited)
{
    /// <summary>When the open round began here; null when none is open.</summary>
    public long? RoundSinceMs { get; init; }

    public ClosingStatus? Closing { get; init; }

    /// <summary>Null when nothing happens by itself.</summary>
    public long? NextMs { get; init; }

    /// <summary>What happens by itself; never empty.</summary>
    public string Next { get; init; } = "it starts";

    /// <summary>Silos that are anything else than active, by roster index.</summary>
    public IReadOnlyDictionary<int, OriginStanding> Standings { get; init; } = new Dictionary<int, OriginStanding>();

    public GuardStatus? Guard { get; init; }

    public CatchUpStatus? CatchUp { get; init; }

    public static SessionSnapshot Of(
        SessionPlan plan, RoundCourse course, Neighbours neighbours, RecordPool pool, ChunkLedger ledger, SessionEnd? end)
    {
        SessionPhase phase = end is not null ? SessionPhase.Ended : PhaseOf(course);
        int round = Math.Clamp(course.Open?.Round ?? course.Closed, 0, plan.LastRound);
        if (end is not null || course.Open is not { } open)
        {
            return new SessionSnapshot(course.Closed, round, phase, end is null ? Unfinished(plan, course, neighbours) : [])
            {
                NextMs = end is null ? course.CompletedAt + plan.Times.LingerMs : null,
                Next = end is not null ? "nothing, it has ended" : course.CompletedAt is null ? "the next round begins" : "it stops serving neighbours",
            };
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

        return new SessionSnapshot(course.Closed, round, phase, awaited)
        {
            Next = "nothing happens by itself: a round waits for every silo",
        };
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
