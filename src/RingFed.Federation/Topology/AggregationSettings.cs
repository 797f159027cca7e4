using RingFed.Federation.Aggregation;
using RingFed.Federation.Aggregation.Rules;

namespace RingFed.Federation.Topology;

/// <summary>What decides whether the served model takes the aggregate in.</summary>
public enum MergeGate
{
    /// <summary>Always.</summary>
    None,

    /// <summary>Only when it scores hardly worse than the own model and than the best one served so far, on local patients that were held out from training. Each silo judges for itself.</summary>
    Heldout,
}

/// <summary>How updates are combined.</summary>
public sealed record AggregationSettings
{
    /// <summary>Every rule this version has, by its name in the file.</summary>
    public static IReadOnlyList<string> Rules { get; } = [.. AggregationRules.Names, AggregationRules.Sequential, SelfCentredClipping.Name];

    /// <summary>
    /// Rule; default auto: self-centred-clipping in neighbour exchange; else nnm+trimmed-mean from five silos, geometric-median for three and four, mean for two.
    /// </summary>
    public string Rule { get; init; } = "auto";

    /// <summary>
    /// Default none. Chooses only what patients are drawn from; training goes on from the aggregate in both. The same in all
    /// epochs: who is held out from training is so from the first round on.
    /// </summary>
    public MergeGate Gate { get; init; } = MergeGate.None;
}
