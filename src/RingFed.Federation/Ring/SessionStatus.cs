namespace RingFed.Federation.Ring;

/// <summary>
/// Everything there is to know about a running session, as one immutable value: the page, the JSON and the terminal
/// print this and nothing else.
/// </summary>
/// <param name="Topology">64 hexadecimal digits.</param>
/// <param name="Round">The open round; statistic rounds come first and are counted.</param>
/// <param name="Closed">Last round closed; -1 when none is.</param>
/// <param name="Recent">The last closed rounds of this process, oldest first.</param>
/// <param name="RuleLabel">Aggregation rule, f, and what it withstands.</param>
/// <param name="LastAlarm">Last thing an operator should look at; null when there was none.</param>
public sealed record SessionStatus(
    string Silo,
    string Federation,
    int Epoch,
    string Topology,
    IReadOnlyList<string> Roster,
    int Round,
    int RoundsTotal,
    int Closed,
    SessionPhase Phase,
    DateTimeOffset PhaseSince,
    IReadOnlyList<AwaitedSilo> Awaited,
    IReadOnlyList<LinkStatus> Links,
    TrafficStatus BytesOut,
    TrafficStatus BytesIn,
    IReadOnlyList<RoundRecord> Recent,
    string RuleLabel,
    SessionAlarm? LastAlarm,
    DateTimeOffset StartedAt,
    SessionEnd? End);

/// <param name="Since">When something was last heard of it for this round.</param>
/// <param name="Why">What is missing, such as "12 of 80 chunks".</param>
public sealed record AwaitedSilo(string Silo, DateTimeOffset Since, string Why);

/// <param name="UpSince">Null while there is no connection.</param>
/// <param name="Direction">"outgoing" or "incoming"; empty while there is no connection.</param>
/// <param name="LastFault">Why the last connection or dial failed; null when none did.</param>
public sealed record LinkStatus(string Peer, DateTimeOffset? UpSince, string Direction, string? LastFault);

/// <summary>Frame bytes since process start, headers included, inside TLS.</summary>
/// <param name="Chunks">Payload slices with their proofs.</param>
/// <param name="Records">Signed records.</param>
/// <param name="Other">Greetings, summaries, heartbeats, goodbyes.</param>
public sealed record TrafficStatus(long Chunks, long Records, long Other)
{
    public long Total => Chunks + Records + Other;
}

public sealed record SessionAlarm(DateTimeOffset At, string Sentence);
