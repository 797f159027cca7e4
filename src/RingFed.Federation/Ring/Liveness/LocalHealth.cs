namespace RingFed.Federation.Ring.Liveness;

/// <summary>
/// How far this silo can trust its own view of the others: the local health multiplier of Lifeguard (Dadgar, Phillips,
/// Currey 2018, arXiv 1707.00788, section IV-A). A machine that swaps, sleeps or was stopped sees everyone late; it must
/// not take that for their death. Here late ticks and others' suspicions of this silo raise the score; a missed answer
/// does not, because with two neighbours it says more about them (see <see cref="FailureDetector.IsCutOff"/>).
/// </summary>
internal sealed class LocalHealth(SessionTimes times)
{
    /// <summary>Worst score: the paper's S.</summary>
    public const int ScoreMax = 8;

    /// <summary>Ticks in time that take one off the score.</summary>
    private const int GoodTicks = 10;

    private long? lastTick;
    private int inTime;

    /// <summary>0 is healthy.</summary>
    public int Score { get; private set; }

    /// <returns>Milliseconds for which this silo looked away; 0 when the tick came in time.</returns>
    public long Tick(long now)
    {
        long late = now - (lastTick ?? now) - times.TickMs;
        lastTick = now;
        if (late >= times.TickMs)
        {
            Worsen();
            return late;
        }

        if (++inTime >= GoodTicks)
        {
            (Score, inTime) = (Math.Max(0, Score - 1), 0);
        }

        return 0;
    }

    /// <summary>Another silo suspects this one, so this one was slow or cannot be heard.</summary>
    public void Worsen() => (Score, inTime) = (Math.Min(ScoreMax, Score + 1), 0);
}
