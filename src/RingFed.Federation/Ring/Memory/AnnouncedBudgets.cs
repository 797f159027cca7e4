using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Memory;

/// <summary>
/// The highest privacy budget that each silo is known to have announced as spent, this one included. It goes to the disk
/// with each close: a silo whose state was put back is told, also when everyone has started again since.
/// </summary>
internal sealed class AnnouncedBudgets(SessionPlan plan)
{
    private readonly double[] highest = new double[plan.Silos];

    public double Of(int origin) => highest[origin];

    public void Note(Envelope envelope) => Note(plan.IndexOf(envelope.Origin), envelope.EpsilonSpent);

    /// <param name="stored">By roster index; empty when nothing was stored.</param>
    public void Restore(IReadOnlyList<double> stored)
    {
        for (int origin = 0; origin < Math.Min(stored.Count, highest.Length); origin++)
        {
            Note(origin, stored[origin]);
        }
    }

    /// <summary>By roster index, to be stored.</summary>
    public IReadOnlyList<double> Copy() => [.. highest];

    private void Note(int origin, double spent) => highest[origin] = Math.Max(highest[origin], spent);
}
