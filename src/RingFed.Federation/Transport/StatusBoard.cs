using RingFed.Federation.Ring;

namespace RingFed.Federation.Transport;

/// <summary>What the driver knows beside the core: connections, traffic, closed rounds, alarms. Lock: every member.</summary>
internal sealed class StatusBoard(SessionPlan plan, string ruleLabel, TrafficMeter sent, TrafficMeter received, TimeProvider time)
{
    /// <summary>Rounds that status shows; older ones are in the daemon's own files.</summary>
    private const int RecentMax = 100;

    private readonly Lock guard = new();
    private readonly DateTimeOffset startedAt = time.GetUtcNow();
    private readonly long startedStamp = time.GetTimestamp();
    private readonly SortedDictionary<int, LinkStatus> links = new(plan.Neighbours.ToDictionary(
        peer => peer, peer => new LinkStatus(plan.Roster[peer], null, string.Empty, null)));

    private readonly Queue<RoundRecord> recent = [];
    private SessionAlarm? alarm;
    private (SessionPhase Phase, int Round, DateTimeOffset Since)? phase;

    /// <summary>Milliseconds since the session's clock began.</summary>
    public long NowMs => (long)time.GetElapsedTime(startedStamp).TotalMilliseconds;

    public void LinkUp(int peer, bool outgoing) =>
        Change(peer, link => link with { UpSince = time.GetUtcNow(), Direction = outgoing ? "outgoing" : "incoming" });

    public void LinkDown(int peer, string why) =>
        Change(peer, link => link with { UpSince = null, Direction = string.Empty, LastFault = why });

    /// <summary>A dial or an incoming connection failed; an existing link stays.</summary>
    public void LinkFault(int peer, string why) => Change(peer, link => link with { LastFault = why });

    public void Alarm(string sentence)
    {
        lock (guard)
        {
            alarm = new SessionAlarm(time.GetUtcNow(), sentence);
        }
    }

    public void Closed(RoundRecord record)
    {
        lock (guard)
        {
            recent.Enqueue(record);
            if (recent.Count > RecentMax)
            {
                recent.Dequeue();
            }
        }
    }

    public SessionStatus Compose(SessionSnapshot snapshot, SessionEnd? end)
    {
        lock (guard)
        {
            if (phase is not { } known || (known.Phase, known.Round) != (snapshot.Phase, snapshot.Round))
            {
                phase = (snapshot.Phase, snapshot.Round, time.GetUtcNow());
            }

            return new SessionStatus(
                plan.Roster[plan.Self],
                plan.Federation,
                plan.Epoch,
                plan.Topology.ToString(),
                plan.Roster,
                snapshot.Round,
                plan.RoundsTotal,
                snapshot.Closed,
                snapshot.Phase,
                phase.Value.Since,
                [.. snapshot.Awaited.Select(awaited => new AwaitedSilo(plan.Roster[awaited.Origin], At(awaited.SinceMs), awaited.Why))],
                [.. links.Values],
                sent.Status,
                received.Status,
                [.. recent],
                ruleLabel,
                alarm,
                startedAt,
                end);
        }
    }

    private DateTimeOffset At(long ms) => startedAt.AddMilliseconds(ms);

    private void Change(int peer, Func<LinkStatus, LinkStatus> change)
    {
        lock (guard)
        {
            links[peer] = change(links.GetValueOrDefault(peer) ?? new LinkStatus(plan.Roster[peer], null, string.Empty, null));
        }
    }
}
