using RingFed.Federation.Ring;
using RingFed.Federation.Topology;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Transport;

/// <summary>What the driver knows beside the core: connections, traffic, closed rounds, alarms. Lock: every member.</summary>
internal sealed class StatusBoard(
    SessionPlan plan, MergeRule rule, IdentityStatus identity, TrafficMeter sent, TrafficMeter received, TimeProvider time)
{
    /// <summary>Rounds that status shows; older ones are in the state directory.</summary>
    private const int RecentMax = 100;

    private readonly Lock guard = new();
    private readonly DateTimeOffset startedAt = time.GetUtcNow();
    private readonly long startedStamp = time.GetTimestamp();
    private readonly LinkTable links = new(plan, time);
    private readonly AlarmList alarms = new();
    private readonly Queue<RoundRecord> recent = [];
    private readonly Dictionary<int, (SiloCondition Condition, DateTimeOffset Since)> standings = [];
    private readonly string[] near = [plan.Roster[plan.Self], .. plan.Neighbours.Select(peer => plan.Roster[peer])];
    private Participation participation = Participation.None(plan.Roster);
    private (SessionPhase Phase, int Round, DateTimeOffset Since)? phase;
    private (LeaveStage Stage, DateTimeOffset Since)? leave;

    /// <summary>Milliseconds since the session's clock began.</summary>
    public long NowMs => (long)time.GetElapsedTime(startedStamp).TotalMilliseconds;

    public void LinkUp(int peer, bool outgoing) => Locked(() => links.Up(peer, outgoing));

    public void LinkDown(int peer, string why, WireFaultCode? code = null) => Locked(() => links.Down(peer, why, code));

    /// <summary>A dial or an incoming connection failed; an existing link stays.</summary>
    public void LinkFault(int peer, string why, WireFaultCode? code = null) => Locked(() => links.Fault(peer, why, code));

    /// <summary>A connection to a silo behind the neighbours is looked for.</summary>
    public void LinkWanted(int peer) => Locked(() => links.Want(peer));

    /// <summary>It is not looked for any more.</summary>
    public void LinkUnwanted(int peer) => Locked(() => links.Forgo(peer));

    /// <summary>Of the open round; it goes when a later one has closed.</summary>
    public void Alarm(AlarmKind kind, string sentence) =>
        Locked(() => alarms.Raise(new SessionAlarm(kind, time.GetUtcNow(), phase?.Round ?? 0, sentence)));

    /// <summary>Stands as long as the process, or until it is cleared.</summary>
    public void LastingAlarm(AlarmKind kind, string sentence) =>
        Locked(() => alarms.Raise(new SessionAlarm(kind, time.GetUtcNow(), null, sentence)));

    public void ClearAlarm(AlarmKind kind) => Locked(() => alarms.Clear(kind));

    /// <summary>Rounds that closed before this process, oldest first.</summary>
    public void Restore(IEnumerable<RoundRecord> records) => Locked(() =>
    {
        foreach (RoundRecord record in records)
        {
            Note(record);
        }
    });

    public void Closed(RoundRecord record) => Locked(() =>
    {
        Note(record);
        alarms.Closed(record.Round);
    });

    public SessionStatus Compose(SessionSnapshot snapshot, SessionEnd? end)
    {
        lock (guard)
        {
            if (phase is not { } known || (known.Phase, known.Round) != (snapshot.Phase, snapshot.Round))
            {
                phase = (snapshot.Phase, snapshot.Round, time.GetUtcNow());
            }

            return Compose(snapshot, phase.Value.Since, end);
        }
    }

    private SessionStatus Compose(SessionSnapshot snapshot, DateTimeOffset phaseSince, SessionEnd? end) => new()
    {
        Silo = plan.Roster[plan.Self],
        Federation = plan.Federation,
        Epoch = plan.Epoch,
        Topology = plan.Topology.ToString(),
        Roster = plan.Roster,
        Round = snapshot.Round,
        RoundsTotal = plan.RoundsTotal,
        Closed = snapshot.Closed,
        Phase = snapshot.Phase,
        PhaseSince = phaseSince,
        RoundSince = At(snapshot.RoundSinceMs),
        RoundDeadline = At(snapshot.RoundSinceMs + plan.RoundDeadlineMs),
        Closing = snapshot.Closing,
        Awaited = [.. snapshot.Awaited.Select(awaited => new AwaitedSilo(plan.Roster[awaited.Origin], At(awaited.SinceMs), awaited.Why))],
        Next = new NextStep(At(snapshot.NextMs), snapshot.Next),
        Voting = VotingOf(snapshot),
        Silos = [.. plan.Roster.Select((silo, origin) => StandingOf(snapshot, silo, origin))],
        Links = links.All,
        Guard = snapshot.Guard is { } guard ? guard with { Since = At(snapshot.GuardSinceMs) } : null,
        CatchUp = snapshot.CatchUp,
        Leave = LeaveOf(snapshot),
        BytesOut = sent.Status,
        BytesIn = received.Status,
        Recent = [.. recent],
        Participation = participation,
        RuleLabel = rule.Label,
        IsByzantineRobust = rule.IsByzantineRobust,
        Alarms = alarms.Standing,
        Identity = identity,
        StartedAt = startedAt,
        End = end,
    };

    private VotingStatus VotingOf(SessionSnapshot snapshot)
    {
        int active = plan.Silos - snapshot.Standings.Values.Count(standing => standing.Condition == SiloCondition.Left);
        int byzantine = Math.Min(plan.Byzantine, (active - 1) / 3);
        return new VotingStatus(active, byzantine, new Topology.Quorum(active, byzantine).Votes);
    }

    private LeaveStatus? LeaveOf(SessionSnapshot snapshot)
    {
        if (snapshot.Leave is not { } leaving)
        {
            return null;
        }

        if (leave?.Stage != leaving.Stage)
        {
            leave = (leaving.Stage, time.GetUtcNow());
        }

        return new LeaveStatus(leaving.Stage, leaving.Round, leaving.MayStop, leaving.WaitsFor, leave.Value.Since);
    }

    private SiloStanding StandingOf(SessionSnapshot snapshot, string silo, int origin)
    {
        OriginStanding standing = snapshot.Standings.GetValueOrDefault(origin, OriginStanding.Active);
        if (standings.GetValueOrDefault(origin).Condition != standing.Condition)
        {
            standings[origin] = (standing.Condition, time.GetUtcNow());
        }

        DateTimeOffset? since = standing.Condition == SiloCondition.Active ? null : standings[origin].Since;
        return new SiloStanding(silo, standing.Condition, since, standing.Why);
    }

    // A round known to be closed without its result closes a second time when that has come.
    private void Note(RoundRecord record)
    {
        if (recent.Count > 0 && record.Round <= recent.Last().Round)
        {
            return;
        }

        participation = participation.With(record, record.Round < plan.RelayRounds ? null : near);
        recent.Enqueue(record);
        if (recent.Count > RecentMax)
        {
            recent.Dequeue();
        }
    }

    private DateTimeOffset At(long ms) => startedAt.AddMilliseconds(ms);

    private DateTimeOffset? At(long? ms) => ms is { } known ? At(known) : null;

    private void Locked(Action change)
    {
        lock (guard)
        {
            change();
        }
    }
}
