using RingFed.Federation.Messages;
using RingFed.Federation.Ring.Closing;
using RingFed.Federation.Ring.Liveness;

namespace RingFed.Federation.Ring;

/// <summary>Reads off a session where it stands, for operators. Changes nothing.</summary>
internal sealed class SessionReading(
    SessionPlan plan, RoundCourse course, CatchUp catchUp, Neighbours neighbours, RecordPool pool, ChunkLedger ledger, RingWatch watch)
{
    public SessionSnapshot Read(SessionEnd? end, long now)
    {
        ClosingOutlook? looks = course.Open is { Decided: null } ? course.Outlook(now) : null;
        int round = Math.Clamp(course.Open?.Round ?? course.Closed, 0, plan.LastRound);
        SessionSnapshot snapshot = new(course.Closed, round, SessionPhase.Ended, [])
        {
            Next = "nothing, it has ended",
            Standings = Standings(now),
            Guard = GuardOf(),
        };
        return end is not null ? snapshot : snapshot with
        {
            Phase = PhaseOf(looks),
            Awaited = Awaited(looks),
            RoundSinceMs = course.Open?.StartedAt,
            Closing = looks is null ? null : new ClosingStatus(looks.View, looks.What, looks.Have, looks.Need),
            NextMs = course.Open is null ? course.CompletedAt + plan.Times.LingerMs : looks?.NextAt,
            Next = NextOf(looks),
            CatchUp = catchUp.Status(course.Closed),
        };
    }

    private SessionPhase PhaseOf(ClosingOutlook? looks) => course.Open switch
    {
        _ when catchUp.IsFarBehind(course.Closed) => SessionPhase.CatchingUp,
        null => course.CompletedAt is null ? SessionPhase.Merging : SessionPhase.Lingering,
        { Decided: not null } => SessionPhase.Merging,
        { IsWorking: true } => SessionPhase.Working,
        { IsPublished: false, Part: not null } => SessionPhase.Publishing,
        { Aggregates.IsBusy: true } => SessionPhase.Aggregating,
        _ => looks is { View: >= 0 } ? SessionPhase.AwaitingVotes : SessionPhase.Exchanging,
    };

    private string NextOf(ClosingOutlook? looks) => course.Open switch
    {
        null when course.CompletedAt is not null => "it stops serving neighbours",
        null => "the next round begins",
        { Decided: not null } => "the round's result is stored, and the next round begins",
        _ => looks!.Next,
    };

    private IReadOnlyList<AwaitedOrigin> Awaited(ClosingOutlook? looks) => (course.Open, looks) switch
    {
        ({ } open, { }) => [.. looks.Missing.ToList().Select(origin => new AwaitedOrigin(origin, open.HeardOf(origin), Why(open, origin, looks)))],
        (null, _) when course.CompletedAt is { } since =>
            [.. plan.Neighbours.Where(peer => neighbours.ClosedBy(peer) < plan.LastRound)
                .Select(peer => new AwaitedOrigin(peer, since, "has not said that it closed the last round"))],
        _ => [],
    };

    private string Why(RoundState open, int origin, ClosingOutlook looks)
    {
        if (origin == plan.Self && open.IsWorking)
        {
            return "local work";
        }

        bool isForUpdates = looks.Step is VoteStep.Before or VoteStep.Propose && origin != plan.Self;
        return (isForUpdates ? Lacking(open, origin) : null) ?? $"waiting for {looks.What}";
    }

    /// <returns>Null when its update is here whole.</returns>
    private string? Lacking(RoundState open, int origin)
    {
        if (pool.Of(open.Round).EnvelopesOf(origin) is not [{ Body: Envelope envelope }, ..])
        {
            return "envelope not seen";
        }

        return ledger.Find(new ItemId(open.Round, origin, envelope.Payload.Root)) switch
        {
            { Chunks: { IsComplete: false } chunks } => $"{chunks.Held} of {chunks.ChunkCount} chunks",
            { IsStored: false } => "its update is being written to the disk",
            _ => null,
        };
    }

    private Dictionary<int, OriginStanding> Standings(long now)
    {
        Membership members = course.Chain.Members;
        OriginSet absent = course.Open is { } open ? watch.Absent(open.Round, members.Active) : default;
        Dictionary<int, OriginStanding> standings = [];
        for (int origin = 0; origin < plan.Silos; origin++)
        {
            OriginStanding? standing = origin switch
            {
                _ when !members.Active.Contains(origin) => new(SiloCondition.Left, null, "its leave has taken effect"),
                _ when members.Convicted.Contains(origin) => new(SiloCondition.Convicted, null, "it signed two records for one place"),
                _ when pool.Leaving.Contains(origin) => new(SiloCondition.Leaving, null, "it takes its leave with one of the next closes"),
                _ when absent.Contains(origin) => new(SiloCondition.Absent, null, "enough silos say that they cannot reach it"),
                _ when watch.IsSuspected(origin, now) => new(SiloCondition.Suspected, null, "this silo cannot reach it"),
                _ => null,
            };
            if (standing is not null)
            {
                standings[origin] = standing;
            }
        }

        return standings;
    }

    private GuardStatus? GuardOf() => course.MaySign
        ? null
        : new GuardStatus(
            "its state directory is older than what the ring holds of it",
            $"the close of round {course.SilentUntil}");
}
