namespace RingFed.Simulation;

/// <summary>What many runs came to.</summary>
/// <param name="Seeds">Runs done.</param>
/// <param name="RoundsClosed">Sum of what each run's slowest silo closed.</param>
/// <param name="Epochs">Changes of the topology that took effect.</param>
/// <param name="Violations">Broken invariants.</param>
/// <param name="Stalled">Silos that did not finish in time.</param>
/// <param name="Failures">Runs with either, by seed.</param>
public sealed record RehearsalSum(
    int Seeds, long RoundsClosed, long FaultsInjected, long Epochs, int Violations, int Stalled, IReadOnlyList<SimulationReport> Failures)
{
    /// <summary>Failed runs that are told of one by one; a ring that fails always would fill a screen with the same.</summary>
    public const int FailuresMax = 20;

    public static RehearsalSum Empty { get; } = new(0, 0, 0, 0, 0, 0, []);

    public RehearsalSum With(SimulationReport report) => new(
        Seeds + 1,
        RoundsClosed + report.RoundsClosed,
        FaultsInjected + report.FaultsInjected,
        Epochs + report.Epochs,
        Violations + report.Violations.Count,
        Stalled + report.Stalled.Count,
        report.IsSound ? Failures : [.. Failures.Append(report).OrderBy(failure => failure.Options.Seed).Take(FailuresMax)]);
}
