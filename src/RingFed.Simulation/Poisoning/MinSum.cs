namespace RingFed.Simulation.Poisoning;

/// <summary>
/// As far from the honest mean as is possible while its squared distances to the honest updates sum to no more than those
/// of the most central honest one. Harder to see than <see cref="MinMax"/>, and weaker.
/// Source: Shejwalkar and Houmansadr 2021 (NDSS), the min-sum attack; with the smallest of the honest sums, as its authors' program
/// has it, where the text has the largest.
/// </summary>
public sealed class MinSum(Perturbation perturbation) : IPoisoning
{
    public string Name => $"min-sum-{perturbation.ToString().ToLowerInvariant()}";

    public float[] Craft(PoisonScene scene)
    {
        double closest = StealthSearch.Among(scene.Honest).Min(row => row.Sum());
        return StealthSearch.Furthest(scene.Honest, perturbation, distances => distances.Sum() <= closest);
    }
}
