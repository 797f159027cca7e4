namespace RingFed.Simulation.Poisoning;

/// <summary><see cref="ALittleIsEnough"/> with the z that hurts the ring's rule most.</summary>
/// <param name="search">Null for the bench's own.</param>
public sealed class OptimisedAlie(IFactorSearch? search = null) : OptimisedAttack(search)
{
    public override string Name => "opt-alie";

    private protected override Func<double, float[]> Along(IReadOnlyList<float[]> honest, double[] mean)
    {
        double[] deviation = HonestMoments.StandardDeviation(honest);
        return z => Direction.From(mean, z, deviation);
    }
}
