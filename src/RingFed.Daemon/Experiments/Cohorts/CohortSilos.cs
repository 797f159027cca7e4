using RingFed.Learning.Data;
using RingFed.Learning.Data.Partitioning;

namespace RingFed.Daemon.Experiments.Cohorts;

/// <summary>The patients of an experiment.</summary>
/// <param name="Silos">One silo or more; all have one schema.</param>
/// <param name="Holdout">Held out by whoever published the cohort; null where nobody was.</param>
internal sealed record CohortSilos(IReadOnlyList<SiloCohort> Silos, Cohort? Holdout);
