namespace RingFed.Benchmarks;

/// <summary>One line of the table.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Workload">Sizes, so that the figure can be repeated.</param>
/// <param name="Value">Median of the repeats.</param>
/// <param name="Unit">Unit of <paramref name="Value"/>.</param>
/// <param name="Compared">Ratio and what it is to, or a target; empty where the line itself is what others compare with.</param>
internal sealed record Measurement(string What, string Workload, double Value, string Unit, string Compared);
