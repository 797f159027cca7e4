using System.Globalization;

namespace RingFed.Simulation.Poisoning;

/// <summary>
/// ALIE: honest mean + z x honest standard deviation, coordinate by coordinate: a shift that looks like chance in every
/// coordinate and like none in all together. Standard deviations have n - 1 below the sum.
/// Source: Baruch, Baruch and Goldberg 2019 ("A little is enough", NeurIPS), algorithm 3. The paper subtracts; by symmetry
/// the sign does not matter, and this one is that of the reference vectors.
/// </summary>
/// <param name="z">How many standard deviations; null for <see cref="PaperZ"/>.</param>
public sealed class ALittleIsEnough(double? z = null) : IPoisoning
{
    public string Name => z is { } given ? string.Create(CultureInfo.InvariantCulture, $"alie-{given}") : "alie";

    /// <summary>
    /// The paper's z_max: the attackers need s = floor(n / 2 + 1) - f honest silos that lie further out than they do, so
    /// Φ(z) = (n - f - s) / (n - f). 0 in small rings, where the attack is the honest mean.
    /// </summary>
    public static double PaperZ(int silos, int attackers)
    {
        int honest = silos - attackers;
        int supporters = (silos / 2) + 1 - attackers;
        double share = (double)(honest - supporters) / honest;
        return share is > 0 and < 1 ? NormalQuantile.At(share) : 0;
    }

    public float[] Craft(PoisonScene scene) => Direction.From(
        HonestMoments.Mean(scene.Honest),
        z ?? PaperZ(scene.Honest.Count + scene.Attackers, scene.Attackers),
        HonestMoments.StandardDeviation(scene.Honest));
}
