using RingFed.Federation.Ring.Epochs;

namespace RingFed.Federation.Ring.Status;

/// <summary>
/// Everything there is to know about a running session, as one immutable value: the page, the JSON and the terminal
/// print this and nothing else. Facts only; what of them is worrying is judged elsewhere.
/// </summary>
public sealed record SessionStatus
{
    public required string Silo { get; init; }

    public required string Federation { get; init; }

    public required int Epoch { get; init; }

    /// <summary>64 hexadecimal digits.</summary>
    public required string Topology { get; init; }

    public required IReadOnlyList<string> Roster { get; init; }

    /// <summary>The open round; statistic rounds come first and are counted.</summary>
    public required int Round { get; init; }

    public required int RoundsTotal { get; init; }

    /// <summary>What the rounds are for.</summary>
    public required RoundPhases Phases { get; init; }

    /// <summary>Last round closed; -1 when none is.</summary>
    public required int Closed { get; init; }

    public required SessionPhase Phase { get; init; }

    public required DateTimeOffset PhaseSince { get; init; }

    /// <summary>When the open round began here; null when none is open.</summary>
    public DateTimeOffset? RoundSince { get; init; }

    /// <summary>When the open round stops waiting for updates; null when none is open.</summary>
    public DateTimeOffset? RoundDeadline { get; init; }

    /// <summary>How far the voting on the open round is; null when none is open.</summary>
    public ClosingStatus? Closing { get; init; }

    public required IReadOnlyList<AwaitedSilo> Awaited { get; init; }

    /// <summary>What happens next even if nothing comes.</summary>
    public required NextStep Next { get; init; }

    public required VotingStatus Voting { get; init; }

    /// <summary>The whole roster, in its order.</summary>
    public required IReadOnlyList<SiloStanding> Silos { get; init; }

    public required IReadOnlyList<LinkStatus> Links { get; init; }

    /// <summary>Why this silo signs nothing; null when it may.</summary>
    public GuardStatus? Guard { get; init; }

    /// <summary>Null unless this silo learns rounds that the others closed without it.</summary>
    public CatchUpStatus? CatchUp { get; init; }

    /// <summary>Null unless this silo was asked to leave, or has left.</summary>
    public LeaveStatus? Leave { get; init; }

    /// <summary>Where the epoch began, and what may come after it; null before a session has begun.</summary>
    public EpochStatus? Epochs { get; init; }

    /// <summary>The epoch has ended, and the next one is without this silo.</summary>
    public bool IsRemoved { get; init; }

    public required TrafficStatus BytesOut { get; init; }

    public required TrafficStatus BytesIn { get; init; }

    /// <summary>The last closed rounds, oldest first, those before a restart included.</summary>
    public required IReadOnlyList<RoundRecord> Recent { get; init; }

    /// <summary>Who was merged how often, over all rounds that this silo has a record of, those of earlier epochs included.</summary>
    public required Participation Participation { get; init; }

    /// <summary>Aggregation rule, f, and what it withstands; that there is none, where statistics alone make the model.</summary>
    public required string RuleLabel { get; init; }

    /// <summary>Whether the rule withstands f silos that lie.</summary>
    public required bool IsByzantineRobust { get; init; }

    /// <summary>What happened to this silo that an operator should look at, oldest first; each goes with its cause.</summary>
    public required IReadOnlyList<SessionAlarm> Alarms { get; init; }

    public required IdentityStatus Identity { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How the session ended; null while it goes on.</summary>
    public SessionEnd? End { get; init; }
}
