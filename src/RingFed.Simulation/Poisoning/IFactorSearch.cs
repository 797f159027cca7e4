namespace RingFed.Simulation.Poisoning;

/// <summary>
/// Looks for the factor of a direction that does most damage. Damage is neither smooth nor single-peaked: a rule that drops
/// an attacker drops it at once. So a search finds a strong factor, not always the strongest.
/// </summary>
public interface IFactorSearch
{
    /// <summary>The factor, 0 or above; 0 when none that was tried did more damage than it.</summary>
    double Strongest(Func<double, double> damageOf);
}
