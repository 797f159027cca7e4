namespace RingFed.Simulation.Poisoning;

/// <summary>
/// Tries factors of a direction against the ring's own merge and keeps the one whose result lies furthest from the honest
/// mean, so that each rule meets the strength that hurts it most.
/// Source: Shejwalkar and Houmansadr 2021 (NDSS), attacks that know the rule; with the search that is given.
/// </summary>
public abstract class OptimisedAttack(IFactorSearch? search) : IPoisoning
{
    private readonly IFactorSearch search = search ?? new GridSearch();

    public abstract string Name { get; }

    public float[] Craft(PoisonScene scene)
    {
        double[] mean = HonestMoments.Mean(scene.Honest);
        Func<double, float[]> vectors = Along(scene.Honest, mean);
        return vectors(search.Strongest(factor => Damage(scene, mean, vectors(factor))));
    }

    /// <summary>The attack's vector for each factor, which is 0 or above.</summary>
    private protected abstract Func<double, float[]> Along(IReadOnlyList<float[]> honest, double[] mean);

    // A ring that merges nothing keeps its last agreed model: no damage that a rule could do.
    private static double Damage(PoisonScene scene, double[] mean, float[] sent) =>
        scene.Merge(sent) is { } merged ? HonestMoments.Distance(merged, mean) : 0;
}
