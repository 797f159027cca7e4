namespace RingFed.Simulation;

/// <summary>Time that passes only when everything due has happened. Events at the same moment keep their order.</summary>
internal sealed class VirtualClock
{
    private readonly PriorityQueue<Action, (long At, long Sequence)> agenda = new();
    private long sequence;

    /// <summary>Milliseconds since the run began.</summary>
    public long Now { get; private set; }

    public void After(long delayMs, Action action) => agenda.Enqueue(action, (Now + Math.Max(0, delayMs), sequence++));

    /// <returns>False when nothing is due any more.</returns>
    public bool Advance()
    {
        if (!agenda.TryDequeue(out Action? action, out (long At, long Sequence) due))
        {
            return false;
        }

        Now = due.At;
        action();
        return true;
    }
}
