using System.Globalization;

namespace RingFed.Simulation.Poisoning;

/// <summary>
/// IPM: -τ x honest mean. A small τ hides near the origin and slows training; a large one turns it round.
/// Source: Xie, Koyejo and Gupta 2019 ("Fall of empires", UAI).
/// </summary>
/// <param name="tau">τ, above 0; the paper tries 0.1 to 100.</param>
public sealed class InnerProductManipulation(double tau) : IPoisoning
{
    public string Name => string.Create(CultureInfo.InvariantCulture, $"ipm-{tau}");

    public float[] Craft(PoisonScene scene) => Direction.Scaled(HonestMoments.Mean(scene.Honest), -tau);
}
