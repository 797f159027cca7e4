using RingFed.Federation.Messages;
using RingFed.Federation.Ring;

namespace RingFed.Federation.Transport;

/// <summary>Writes down each round as it closes: who, what, how many bytes, how long.</summary>
internal sealed class RoundJournal(SessionPlan plan, TrafficMeter sent, TimeProvider time, RoundRecord? last)
{
    private long begun = time.GetTimestamp();
    private long otherBefore;

    /// <summary>The last closed round's record; null before the first.</summary>
    public RoundRecord? Last { get; private set; } = last;

    public RoundRecord Close(PersistClose close, RoundOutcome outcome)
    {
        TrafficStatus traffic = sent.Status;
        long other = traffic.Records + traffic.Other;
        Last = new RoundRecord(
            close.Round,
            plan.KindOf(close.Round),
            [.. close.Merged.ToList().Select(origin => plan.Roster[origin])],
            outcome.Missed,
            close.Digest.ToString(),
            outcome.Label,
            close.PayloadBytes,
            sent.TakeChunksOf(close.Round),
            other - otherBefore,
            time.GetElapsedTime(begun).TotalSeconds);
        otherBefore = other;
        return Last;
    }

    /// <summary>The next round's time runs from here.</summary>
    public void BeginNext() => begun = time.GetTimestamp();
}
