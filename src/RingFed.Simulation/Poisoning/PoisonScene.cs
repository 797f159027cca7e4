namespace RingFed.Simulation.Poisoning;

/// <summary>
/// All that attackers know before they send: the strongest adversary there is, one that reads every honest update of the
/// round and the rule. In relay mode that is what a silo which sends last in fact knows.
/// </summary>
/// <param name="Honest">Updates of the honest silos, at least one, each [d] float32.</param>
/// <param name="Attackers">f: silos that send the crafted vector.</param>
/// <param name="Merge">
/// What the ring makes of the honest updates and this vector sent by every attacker, [d] float32; null when it merges
/// nothing. Only optimised attacks ask.
/// </param>
public sealed record PoisonScene(IReadOnlyList<float[]> Honest, int Attackers, Func<float[], float[]?> Merge)
{
    public int Length => Honest[0].Length;
}
