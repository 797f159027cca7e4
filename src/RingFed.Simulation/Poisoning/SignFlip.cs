namespace RingFed.Simulation.Poisoning;

/// <summary>
/// Minus the honest mean: pulls straight back, at an honest length.
/// Source: Li et al. 2019 (RSA, AAAI). It is <see cref="InnerProductManipulation"/> at τ = 1.
/// </summary>
public sealed class SignFlip : IPoisoning
{
    public string Name => "sign-flip";

    public float[] Craft(PoisonScene scene) => Direction.Scaled(HonestMoments.Mean(scene.Honest), -1);
}
