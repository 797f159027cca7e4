namespace RingFed.Simulation.Poisoning;

/// <summary>
/// What f silos send in place of an honest update. All of them send the same vector, which is the worst that the literature
/// has against rules that judge by nearness. Stateless: any thread.
/// </summary>
public interface IPoisoning
{
    /// <summary>Stable, as on the command line and in reports.</summary>
    string Name { get; }

    /// <summary>The vector that every attacker sends, [d] float32; may hold NaN or infinity.</summary>
    float[] Craft(PoisonScene scene);
}
