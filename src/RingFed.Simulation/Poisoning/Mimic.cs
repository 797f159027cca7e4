namespace RingFed.Simulation.Poisoning;

/// <summary>
/// Copies one honest silo, which then counts f + 1 times. No rule can tell it from honesty; where silos differ it takes
/// the others' say away.
/// Source: Karimireddy, He and Jaggi 2022 (ICLR). Deviation: the silo is fixed, where the paper picks the one
/// furthest out along the direction of largest variance over the first rounds.
/// </summary>
/// <param name="silo">Which honest silo, 0 to the number of honest silos - 1.</param>
public sealed class Mimic(int silo = 0) : IPoisoning
{
    public string Name => "mimic";

    public float[] Craft(PoisonScene scene) => [.. scene.Honest[silo]];
}
