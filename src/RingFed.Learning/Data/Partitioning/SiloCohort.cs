namespace RingFed.Learning.Data.Partitioning;

/// <summary>The patients of one silo of an experiment.</summary>
/// <param name="Silo">Lower-case letters, digits and hyphens, as names of silos are written everywhere.</param>
public sealed record SiloCohort(string Silo, Cohort Cohort);
