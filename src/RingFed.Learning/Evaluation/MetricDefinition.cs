namespace RingFed.Learning.Evaluation;

/// <summary>A metric by name, with what its numbers mean.</summary>
/// <param name="Name">Stable camel-case key for files; endpoint metrics carry the endpoint after a dot.</param>
/// <param name="Title">A few words for a table.</param>
/// <param name="Ideal">The value of a perfect generator with infinite data; null where only the ceiling can tell.</param>
/// <param name="Protocol">One sentence that lets a reader repeat the measurement.</param>
public sealed record MetricDefinition(string Name, string Title, MetricDirection Direction, double? Ideal, string Protocol)
{
    /// <summary>
    /// Held against a limit and never ranked: independent columns and the hold-out have the same expectation, so a place
    /// between them is noise.
    /// </summary>
    public bool IsGate { get; init; }

    /// <summary>The value turned so that higher is better; null where both sides are faults and there is no ideal.</summary>
    public double? Goodness(double value) => Direction switch
    {
        MetricDirection.HigherIsBetter => value,
        MetricDirection.LowerIsBetter => -value,
        _ => Ideal is { } ideal ? -Math.Abs(value - ideal) : null,
    };
}
