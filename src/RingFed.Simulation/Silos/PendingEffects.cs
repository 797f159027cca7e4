using RingFed.Federation.Ring;

namespace RingFed.Simulation.Silos;

/// <summary>
/// What one life of a silo's process has begun and not ended. Each thing takes a random time; none outlives the process but
/// writes that reached the disk.
/// </summary>
internal sealed class PendingEffects(SimulatedSilo silo, VirtualClock clock, Dice dice)
{
    private readonly LinkedList<Action> unwritten = new();
    private bool isOver;

    /// <summary>The answer is made when its time has come.</summary>
    public void Later(long msMax, Func<RingEvent> answer) => Within(0, msMax, () => silo.Raise(answer()));

    public void Within(long msMin, long msMax, Action then) => clock.After(msMin + dice.Between(0, msMax), () =>
    {
        if (!isOver)
        {
            then();
        }
    });

    /// <summary>Something else took the time.</summary>
    public void Answer(RingEvent happened)
    {
        if (!isOver)
        {
            silo.Raise(happened);
        }
    }

    /// <summary>The write reaches the disk at some moment before its silo hears of it; what becomes of it in a crash is open.</summary>
    public void Write(Action write, RingEvent done)
    {
        LinkedListNode<Action> pending = unwritten.AddLast(write);
        Within(0, silo.DiskMsMax, () =>
        {
            unwritten.Remove(pending);
            write();
            Later(silo.DiskMsMax / 2, () => done);
        });
    }

    /// <summary>Of the writes under way, any may have reached the disk.</summary>
    public void Abandon() => End(_ => dice.OneIn(2));

    /// <summary>The writes under way are done, and nothing else is waited for.</summary>
    public void Settle() => End(_ => true);

    private void End(Func<Action, bool> isDone)
    {
        isOver = true;
        foreach (Action write in unwritten.Where(isDone).ToList())
        {
            write();
        }

        unwritten.Clear();
    }
}
