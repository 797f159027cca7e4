using RingFed.Daemon.Status;
using RingFed.Daemon.Status.Health;
using RingFed.Daemon.Training;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Status;
using RingFed.Federation.Wire;

namespace RingFed.Daemon.Tests.Status;

/// <summary>Statuses made by hand. Four silos, of which this one is paris, between bologna and berlin.</summary>
internal static class Statuses
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 14, 10, 0, TimeSpan.Zero);

    public static readonly string[] Roster = ["bologna", "paris", "berlin", "leuven"];

    public static readonly StateDisk Roomy = new("/var/lib/ringfed", 50_000_000_000);

    /// <summary>All is well: round 7 of 50 is open, both neighbours are connected.</summary>
    public static SessionStatus Session { get; } = new()
    {
        Silo = "paris",
        Federation = "hemato-eu",
        Epoch = 4,
        Topology = new string('a', 64),
        Roster = Roster,
        Round = 7,
        RoundsTotal = 51,
        Phases = new RoundPhases(1, 50, 0),
        Closed = 6,
        Phase = SessionPhase.Exchanging,
        PhaseSince = Ago(minutes: 1),
        RoundSince = Ago(minutes: 3),
        RoundDeadline = Ago(minutes: -7),
        Awaited = [],
        Next = new NextStep(Ago(minutes: -7), "the round closes without silos that have not published"),
        Voting = new VotingStatus(4, 0, 3),
        Silos = [.. Roster.Select(silo => new SiloStanding(silo, SiloCondition.Active, null, ""))],
        Links = [Up("bologna", -1), Up("berlin", 1)],
        BytesOut = new TrafficStatus(0, 0, 0),
        BytesIn = new TrafficStatus(0, 0, 0),
        Recent = [],
        Participation = Participation.None(Roster),
        RuleLabel = "nnm+trimmedmean (n = 5, f = 1): robust to any 1 of 5 silos",
        IsByzantineRobust = true,
        Alarms = [],
        Identity = new IdentityStatus(Ago(minutes: -60 * 24 * 200), null),
        StartedAt = Ago(minutes: 60),
    };

    public static DateTimeOffset Ago(double minutes) => Now.AddMinutes(-minutes);

    public static LinkStatus Up(string peer, int hops) => new(peer, hops, Ago(minutes: 50), null, "outgoing", null, null);

    public static LinkStatus Down(string peer, int hops, double minutes, string fault, WireFaultCode? code) =>
        new(peer, hops, null, Ago(minutes), "", fault, code);

    public static SessionStatus With(this SessionStatus session, string silo, SiloCondition state, string why) => session with
    {
        Silos = [.. session.Silos.Select(known => known.Silo == silo ? new SiloStanding(silo, state, Ago(minutes: 4), why) : known)],
    };

    /// <summary>A closed round that merged all but those named.</summary>
    public static RoundRecord Round(int round, params MissedSilo[] missed) => new(
        round,
        RoundKind.Parameters,
        [.. Roster.Where(silo => missed.All(other => other.Silo != silo))],
        missed,
        new string('d', 64),
        "geometricmedian (n = 4)",
        PayloadBytes: 1000,
        BytesOutChunks: 3000,
        BytesOutOther: 100,
        Seconds: 12);

    public static SessionStatus WithRounds(this SessionStatus session, params RoundRecord[] records) => session with
    {
        Recent = records,
        Participation = Participation.Of(Roster, records),
    };

    public static DaemonStatus StatusOf(SessionStatus session, StateDisk? disk = null) => new(
        "0.1.0",
        Now,
        ProcessId: 1,
        WorkingSetBytes: 0,
        RemainingSeconds: null,
        HealthReport.Of(session, disk ?? Roomy, Now),
        session,
        new TrainingProgress("ctgan", 10).Status);

    public static string Text(SessionStatus session) => StatusText.Render(StatusOf(session));
}
