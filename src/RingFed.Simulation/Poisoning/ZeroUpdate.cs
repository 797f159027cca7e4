namespace RingFed.Simulation.Poisoning;

/// <summary>Nothing but zeros: a silo that claims work and did none, or one that broke quietly.</summary>
public sealed class ZeroUpdate : IPoisoning
{
    public string Name => "zero";

    public float[] Craft(PoisonScene scene) => new float[scene.Length];
}
