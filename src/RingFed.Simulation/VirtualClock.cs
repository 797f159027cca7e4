namespace RingFed.Simulation;

/// <summary>
/// Time that passes only when everything due has happened. Events at the same moment keep the order in which they were
/// scheduled. A wheel of milliseconds for what is near, a heap for what is far: most of a ring's events are near.
/// </summary>
internal sealed class VirtualClock
{
    private const int WheelMs = 4096;
    private readonly List<Action>?[] wheel = new List<Action>?[WheelMs];
    private readonly PriorityQueue<Action, (long At, long Sequence)> far = new();
    private long sequence;
    private int near;
    private int next;

    /// <summary>Milliseconds since the run began.</summary>
    public long Now { get; private set; }

    /// <summary>Events that have happened.</summary>
    public long Happened { get; private set; }

    public void After(long delayMs, Action action) => At(Now + Math.Max(0, delayMs), action);

    public void At(long moment, Action action)
    {
        if (moment - Now >= WheelMs)
        {
            far.Enqueue(action, (moment, sequence++));
            return;
        }

        Slot(Math.Max(Now, moment)).Add(action);
        near++;
    }

    /// <returns>False when nothing is due any more.</returns>
    public bool Advance()
    {
        if (near == 0 && far.Count == 0)
        {
            return false;
        }

        List<Action> due = Slot(Now);
        while (next >= due.Count)
        {
            due.Clear();
            next = 0;
            Turn();
            due = Slot(Now);
        }

        near--;
        Happened++;
        due[next++]();
        return true;
    }

    /// <summary>One millisecond on, or to the next far event when nothing is near. What comes into the wheel's reach enters before anything new can.</summary>
    private void Turn()
    {
        Now = near > 0 || !far.TryPeek(out _, out (long At, long Sequence) first) ? Now + 1 : first.At;
        while (far.TryPeek(out _, out (long At, long Sequence) due) && due.At - Now < WheelMs)
        {
            Slot(due.At).Add(far.Dequeue());
            near++;
        }
    }

    private List<Action> Slot(long moment) => wheel[moment % WheelMs] ??= [];
}
