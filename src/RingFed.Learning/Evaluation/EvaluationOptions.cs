using RingFed.Learning.Data;

namespace RingFed.Learning.Evaluation;

/// <summary>What an evaluation may be told. The defaults are the protocol of the report.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Drives every sample and every forest; equal seeds give equal reports, timings apart.</summary>
    public long Seed { get; init; }

    /// <summary>Threads used, at least 1; no number depends on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Binary columns that are genes; null means those of the schema's group <see cref="ColumnGroup.Genes"/>. Without any
    /// the gene metrics are not in the report.
    /// </summary>
    public IReadOnlyList<string>? Genes { get; init; }

    /// <summary>
    /// The smallest silo's patients, of those trained on: for what synthetic patients add to them, one of the groups "uses", which
    /// are measured only where they are named. Null where nobody says.
    /// </summary>
    public Cohort? SmallestSilo { get; init; }

    /// <summary>Categorical columns that are risk strata, in the order of risk; null for the column <c>ipssr</c> where the schema has it.</summary>
    public IReadOnlyList<string>? Strata { get; init; }

    /// <summary>
    /// Groups of metrics to measure, by the names in <see cref="EvaluationReport.Timings"/> or what stands before their dot;
    /// null for all but "uses", which takes as long as all others together. What is left out
    /// is not in the report, and without "dcr" and "membership" copying is unknown. Seconds on 1,232 x 50, one thread:
    /// detection 1.3, survival .5 an endpoint, detectionCv .3, membership .2, all others below .15 each.
    /// </summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>A group is named by its own name, or with all of its family by what stands before the dot: survival is survival.os and survival.rfs.</summary>
    /// <param name="names">Null names all.</param>
    public static bool IsNamed(string group, IReadOnlyList<string>? names) =>
        names is null || names.Any(name => GroupNames.Names(name, group));
}
