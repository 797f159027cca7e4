namespace RingFed.Simulation.Poisoning;

/// <summary>
/// As far from the honest mean as is possible while no honest update is further away than the two most distant honest
/// ones are from each other.
/// Source: Shejwalkar and Houmansadr 2021 (NDSS), the min-max attack.
/// </summary>
public sealed class MinMax(Perturbation perturbation) : IPoisoning
{
    public string Name => $"min-max-{perturbation.ToString().ToLowerInvariant()}";

    public float[] Craft(PoisonScene scene)
    {
        double widest = StealthSearch.Among(scene.Honest).Max(row => row.Max());
        return StealthSearch.Furthest(scene.Honest, perturbation, distances => distances.Max() <= widest);
    }
}
