namespace RingFed.Federation.Ring.Closing;

/// <summary>
/// Times of one view at this silo. They move it on when too few answer, and decide nothing: a clock that stands or jumps
/// costs time, never agreement.
/// </summary>
internal sealed class ViewClock(long startedAt)
{
    /// <summary>A view does not last longer, however many went by in vain.</summary>
    public const long CapMs = 600_000;

    /// <summary>Proposal, prevotes, precommits, and one lap of patience.</summary>
    private const int LapsPerView = 4;

    public long StartedAt { get; } = startedAt;

    /// <summary>When a quorum had prevoted, for whatever, and this silo too; null before.</summary>
    public long? PrevotesAt { get; set; }

    /// <summary>When a quorum had precommitted, for whatever; null before.</summary>
    public long? PrecommitsAt { get; set; }

    /// <summary>Timer(v) of RingClose: longer with each view, until one is long enough for the network as it is.</summary>
    public static long LengthOf(int view, IRoundFacts facts) =>
        Math.Min((view + 1L) * ((LapsPerView * facts.LapMs) + facts.AggregateMs), CapMs);

    public static bool IsOver(long? since, int view, IRoundFacts facts, long now) =>
        since is { } from && now - from >= LengthOf(view, facts);

    /// <summary>How long the view's proposer still waits.</summary>
    public DraftHaste HasteAt(long now, int view, IRoundFacts facts)
    {
        long waited = now - StartedAt;
        bool isGiving = 2 * waited >= LengthOf(view, facts);
        return isGiving && now - facts.StartedAt >= facts.Plan.RoundDeadlineMs ? DraftHaste.GivingAll
            : isGiving ? DraftHaste.Giving
            : waited >= facts.LapMs ? DraftHaste.Urgent : DraftHaste.Patient;
    }
}
