using RingFed.Federation.Aggregation;

namespace RingFed.Simulation.Poisoning;

/// <summary>
/// The shipping merge of one round, screening included, with attackers in the last places of the roster (ties go to the
/// first) who claim the same records and steps as the honest silos.
/// </summary>
/// <param name="rule">As in a topology.</param>
/// <param name="byzantine">f that the topology is set for.</param>
public sealed class PoisonedMerge(ParameterLayout layout, string rule, int byzantine, int threads)
{
    /// <summary>What is merged of the honest updates and of the crafted one, sent by every attacker.</summary>
    /// <param name="start">The last agreed parameters, [layout count] float32.</param>
    public PoisonedResult Run(IReadOnlyList<float[]> honest, float[] crafted, int attackers, ReadOnlyMemory<float> start)
    {
        SiloUpdate[] updates =
        [
            .. honest.Select((delta, silo) => new SiloUpdate($"honest-{silo + 1}", delta, 1, 1)),
            .. Enumerable.Range(1, attackers).Select(silo => new SiloUpdate($"attacker-{silo}", crafted, 1, 1)),
        ];
        float[] merged = new float[layout.Count];
        try
        {
            MergeOutcome outcome = RelayMerge.Run(new MergeRequest(updates, start, layout, rule, byzantine, threads), merged);
            return new PoisonedResult(merged, outcome.Refused.Count, null);
        }
        catch (AggregationException fault)
        {
            return new PoisonedResult(null, attackers, fault.Message);
        }
    }
}

/// <param name="Merged">The new parameters; null when the round merges nothing.</param>
/// <param name="KeptOut">Updates that screening refused.</param>
/// <param name="Fault">Why nothing was merged; null when something was.</param>
public sealed record PoisonedResult(float[]? Merged, int KeptOut, string? Fault);
