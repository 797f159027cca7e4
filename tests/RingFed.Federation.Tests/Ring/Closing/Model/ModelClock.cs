namespace RingFed.Federation.Tests.Ring.Closing.Model;

/// <summary>Virtual time: what is due first happens first, and of two at once what was planned first.</summary>
internal sealed class ModelClock
{
    private readonly PriorityQueue<Action, (long Time, long Order)> plans = new();
    private long order;

    public long Now { get; private set; }

    public void After(long ms, Action happens) => plans.Enqueue(happens, (Now + ms, order++));

    /// <returns>False when nothing is planned until then.</returns>
    public bool Step(long until)
    {
        if (!plans.TryPeek(out _, out (long Time, long) next) || next.Time > until)
        {
            return false;
        }

        Now = next.Time;
        plans.Dequeue()();
        return true;
    }
}
