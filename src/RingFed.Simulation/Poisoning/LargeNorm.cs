namespace RingFed.Simulation.Poisoning;

/// <summary>
/// Against the honest mean at a multiple of the median honest length: the attack under which the mean has breakdown point 0
/// (Blanchard et al. 2017, lemma 1).
/// </summary>
/// <param name="ratio">Times the median honest length, above 0.</param>
public sealed class LargeNorm(string name, double ratio) : IPoisoning
{
    public string Name => name;

    public float[] Craft(PoisonScene scene)
    {
        double[] mean = HonestMoments.Mean(scene.Honest);
        double[] lengths = [.. scene.Honest.Select(update => HonestMoments.Length(update)).Order()];
        double length = Math.Sqrt(mean.Sum(value => value * value));
        return Direction.Scaled(mean, length > 0 ? -ratio * lengths[(lengths.Length - 1) / 2] / length : 0);
    }
}
