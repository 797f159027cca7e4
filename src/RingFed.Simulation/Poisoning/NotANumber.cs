namespace RingFed.Simulation.Poisoning;

/// <summary>
/// The honest mean with one NaN: a diverged silo as much as an attacker. One such value poisons means, distances and sorts
/// of rules that are not guarded (Blanchard et al. 2017 assume finite vectors); screening has to refuse it.
/// </summary>
public sealed class NotANumber : IPoisoning
{
    public string Name => "nan";

    public float[] Craft(PoisonScene scene)
    {
        float[] update = Direction.Scaled(HonestMoments.Mean(scene.Honest), 1);
        update[update.Length / 2] = float.NaN;
        return update;
    }
}
