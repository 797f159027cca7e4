namespace RingFed.Daemon.Tests.Training;

/// <summary>Whoever waits for it has waited: timers go off at once, and how long they were set for is added up.</summary>
internal sealed class EagerClock : TimeProvider
{
    private long _ticks;

    public TimeSpan Waited => new(Interlocked.Read(ref _ticks));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Add(ref _ticks, dueTime.Ticks);
        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
