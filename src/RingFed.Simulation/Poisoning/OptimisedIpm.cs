namespace RingFed.Simulation.Poisoning;

/// <summary><see cref="InnerProductManipulation"/> with the τ that hurts the ring's rule most.</summary>
/// <param name="search">Null for the bench's own.</param>
public sealed class OptimisedIpm(IFactorSearch? search = null) : OptimisedAttack(search)
{
    public override string Name => "opt-ipm";

    private protected override Func<double, float[]> Along(IReadOnlyList<float[]> honest, double[] mean) =>
        tau => Direction.Scaled(mean, -tau);
}
