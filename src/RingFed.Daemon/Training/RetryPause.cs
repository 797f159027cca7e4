namespace RingFed.Daemon.Training;

/// <summary>
/// How long a silo waits before a masked sum is tried again, so that the rounds that are kept for it last until a silo that
/// must be in it is back. Nobody publishes meanwhile, so the round stays open and costs nothing.
/// </summary>
internal static class RetryPause
{
    private const int DoublingsMax = 6;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    /// <summary>While the ring agrees that silos which are needed are away, each try waits this long for them and no longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <summary>Waits while there is reason to, and no longer than this.</summary>
    public static async Task WhileAsync(Func<bool> hasReason, TimeSpan most, TimeProvider time, CancellationToken cancellationToken)
    {
        for (TimeSpan waited = TimeSpan.Zero; waited < most && hasReason(); waited += Step)
        {
            await Task.Delay(Step, time, cancellationToken);
        }
    }

    /// <param name="repeats">Tries of the sum that came to nothing; none waits for nothing.</param>
    public static TimeSpan After(int repeats)
    {
        TimeSpan grown = repeats <= 0 ? TimeSpan.Zero : First * (1 << Math.Min(repeats - 1, DoublingsMax));
        return grown < Longest ? grown : Longest;
    }

    /// <summary>Waits for the pause, and then on while the sum has no hope.</summary>
    /// <param name="isHopeless">Whether silos without which there is no sum are away.</param>
    public static async Task WaitAsync(int repeats, Func<bool> isHopeless, TimeProvider time, CancellationToken cancellationToken)
    {
        TimeSpan pause = After(repeats);
        for (TimeSpan waited = TimeSpan.Zero; waited < pause || (pause > TimeSpan.Zero && waited < Patience && isHopeless()); waited += Step)
        {
            await Task.Delay(Step, time, cancellationToken);
        }
    }
}
