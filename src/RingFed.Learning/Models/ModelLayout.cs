namespace RingFed.Learning.Models;

/// <summary>What a parameter group has seen; export under differential privacy refuses records without a mechanism.</summary>
public enum TrainedOn
{
    Public,
    Records,

    /// <summary>Sees records only through parts that are themselves protected.</summary>
    PostProcessing,
}

/// <param name="Name">Dotted path, stable across versions.</param>
/// <param name="Role">generator, critic, encoder or decoder.</param>
/// <param name="Mechanism">Name of the privacy mechanism applied while training; null for none.</param>
public sealed record ParameterInfo(string Name, IReadOnlyList<long> Shape, string Role, TrainedOn TrainedOn, string? Mechanism)
{
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);
}

public sealed record ModelLayout(string Model, IReadOnlyList<ParameterInfo> Parameters)
{
    /// <summary>Number of float32 values over all parameters.</summary>
    public long Count => Parameters.Sum(parameter => parameter.Count);
}

/// <summary>Stops at whichever comes first.</summary>
public sealed record TrainingBudget(int StepsMax, TimeSpan? TimeMax = null)
{
    /// <summary>
    /// mu of FedProx (Li et al. 2020, arXiv 1812.06127, equation 2), >= 0: each step also pulls the exchanged parameters
    /// towards those that this call began with, by mu/2 times their squared distance. 0, the default, for none.
    /// </summary>
    public double Proximal { get; init; }
}

/// <param name="Losses">Mean of each named loss over the steps taken.</param>
public sealed record TrainingReport(int Steps, long Records, IReadOnlyDictionary<string, double> Losses, double EpsilonSpent = 0);
