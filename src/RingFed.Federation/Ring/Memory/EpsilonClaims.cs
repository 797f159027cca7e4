namespace RingFed.Federation.Ring.Memory;

/// <summary>
/// How much of its budget this silo announced before it forgot. Its own signature proves it; what others say counts as
/// far as more than f of them say at least as much.
/// </summary>
internal sealed class EpsilonClaims(SessionPlan plan)
{
    private readonly double[] claimed = new double[plan.Silos];

    public double Known { get; private set; }

    public void Announced(double spent) => Known = Math.Max(Known, spent);

    public void Claimed(int by, double spent)
    {
        if (spent > claimed[by])
        {
            claimed[by] = spent;
            Announced(claimed.OrderDescending().ElementAtOrDefault(plan.Byzantine));
        }
    }
}
