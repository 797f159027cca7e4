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
    /// <summary>Masked sums completed.</summary>
    public long Sums { get; init; }

    /// <summary>Fits that ended before their last sum.</summary>
    public int SumsRefused { get; init; }

    /// <summary>Why, of some of them, by seed: each names a silo or a count.</summary>
    public IReadOnlyList<(ulong Seed, string Sentence)> Refusals { get; init; } = [];

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
        report.IsSound ? Failures : [.. Failures.Append(report).OrderBy(failure => failure.Options.Seed).Take(FailuresMax)])
    {
        Sums = Sums + report.Sums,
        SumsRefused = SumsRefused + report.SumsRefused.Count,
        Refusals = [.. Refusals.Concat(report.SumsRefused.Select(sentence => (report.Options.Seed, sentence))).OrderBy(refusal => refusal.Seed).Take(FailuresMax)],
    };
}
