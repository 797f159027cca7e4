namespace RingFed.Federation.Ring.Memory;

/// <summary>
/// How much of its budget this silo announced before it forgot. Its own signature proves it; what others say counts as
/// far as more than f of them say at least as much.
/// </summary>
internal sealed class EpsilonClaims(SessionPlan plan)
{
    private readonly double[] claimed = new double[plan.Silos];
    private double announced;

    public double Known => Math.Max(announced, claimed.OrderDescending().ElementAtOrDefault(plan.Byzantine));

    public void Announced(double spent) => announced = Math.Max(announced, spent);

    public void Claimed(int by, double spent) => claimed[by] = Math.Max(claimed[by], spent);
}
