using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Epochs;
using RingFed.Federation.Ring.Status;
using RingFed.Federation.Topology;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Transport;

/// <summary>
/// What the driver knows of a session beside the core: connections, traffic, closed rounds, alarms. Lock: every member.
/// </summary>
internal sealed class StatusBoard(
    SessionPlan plan, MergeRule rule, IdentityStatus identity, TrafficMeter sent, TrafficMeter received, StatusHistory history, TimeProvider time)
{
    private readonly Lock guard = new();
    private readonly DateTimeOffset startedAt = time.GetUtcNow();
    private readonly long startedStamp = time.GetTimestamp();
    private readonly LinkTable links = new(plan, time);
    private readonly Dictionary<int, (SiloCondition Condition, DateTimeOffset Since)> standings = [];
    private readonly string[] near = [plan.Roster[plan.Self], .. plan.Neighbours.Select(peer => plan.Roster[peer])];
    private (SessionPhase Phase, int Round, DateTimeOffset Since)? phase;
    private (LeaveStage Stage, DateTimeOffset Since)? leave;

    public static StatusBoard Of(SessionOptions options, SessionPlan plan, SiloFixtures silo) => new(
        plan,
        MergeRule.Of(options.Topology, plan.Trains, options.SumsMeans),
        new IdentityStatus(options.Identity.NotAfter, options.Identity.Revocations?.NextUpdate),
        silo.Sent,
        silo.Received,
        silo.History,
        silo.Time);

    /// <summary>Milliseconds since the session's clock began.</summary>
    public long NowMs => (long)time.GetElapsedTime(startedStamp).TotalMilliseconds;

    public void LinkUp(int peer, bool outgoing) => OfRing(peer, () => links.Up(peer, outgoing));

    public void LinkDown(int peer, string why, WireFaultCode? code = null) => OfRing(peer, () => links.Down(peer, why, code));

    /// <summary>A dial or an incoming connection failed; an existing link stays.</summary>
    public void LinkFault(int peer, string why, WireFaultCode? code = null) => OfRing(peer, () => links.Fault(peer, why, code));

    /// <summary>A connection to a silo behind the neighbours is looked for.</summary>
    public void LinkWanted(int peer) => Locked(() => links.Want(peer));

    /// <summary>It is not looked for any more.</summary>
    public void LinkUnwanted(int peer) => Locked(() => links.Forgo(peer));

    /// <summary>Of the open round; it goes when a later one has closed.</summary>
    public void Alarm(AlarmKind kind, string sentence) =>
        Locked(() => history.Alarms.Raise(new SessionAlarm(kind, time.GetUtcNow(), phase?.Round ?? 0, sentence)));

    /// <summary>Stands as long as the process, or until it is cleared.</summary>
    public void LastingAlarm(AlarmKind kind, string sentence) =>
        Locked(() => history.Alarms.Raise(new SessionAlarm(kind, time.GetUtcNow(), null, sentence)));

    public void ClearAlarm(AlarmKind kind) => Locked(() => history.Alarms.Clear(kind));

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
        history.Alarms.Closed(record.Round);
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
        Phases = plan.Phases,
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
        Epochs = new EpochStatus(plan.Epoch, plan.Topology.ToString(), plan.FirstRound, snapshot.Drafts),
        IsRemoved = snapshot.IsRemoved,
        Recent = history.Recent,
        Participation = history.Participation,
        RuleLabel = rule.Label,
        IsByzantineRobust = rule.IsByzantineRobust,
        Alarms = history.Alarms.Standing,
        Identity = identity,
        StartedAt = history.StartedAt,
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

    private void Note(RoundRecord record)
    {
        bool isRelayed = record.Round < plan.RelayRounds;
        history.Note(record, isRelayed ? plan.RosterOf(record.Round) : near, isOfNeighbours: !isRelayed);
    }

    private DateTimeOffset At(long ms) => startedAt.AddMilliseconds(ms);

    private DateTimeOffset? At(long? ms) => ms is { } known ? At(known) : null;

    /// <summary>A silo that was removed is led out of the ring, and is no part of what the operator looks after.</summary>
    private void OfRing(int peer, Action change)
    {
        if (peer < plan.Silos)
        {
            Locked(change);
        }
    }

    private void Locked(Action change)
    {
        lock (guard)
        {
            change();
        }
    }
}
