namespace RingFed.Learning.Evaluation.Protocol;

/// <summary>One metric measured in one split with one training seed.</summary>
/// <param name="Split">Index of the split.</param>
/// <param name="Seed">Index or value of the training seed; any number that names it.</param>
/// <param name="Value">Finite.</param>
/// <param name="Replicates">The same metric on resampled hold-out patients (<see cref="PatientBootstrap"/>); null where that was not done.</param>
public sealed record MetricCell(int Split, int Seed, double Value, IReadOnlyList<double>? Replicates = null);
