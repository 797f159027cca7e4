namespace RingFed.Learning.Evaluation;

/// <summary>One line of the report: the synthetic cohort between its floor and its ceiling.</summary>
/// <param name="Synthetic">The generator's score.</param>
/// <param name="Floor">Independent columns, under the same protocol.</param>
/// <param name="Ceiling">Real hold-out patients in the generator's place.</param>
public sealed record MetricResult(MetricDefinition Metric, Score Synthetic, Score Floor, Score Ceiling)
{
    /// <summary>
    /// (score - floor) / (ceiling - floor), clipped to 0..1, with scores turned so that higher is better; null where a
    /// score is missing, the real hold-out is no better than independent columns, or the metric is a gate: such a metric
    /// cannot rank.
    /// </summary>
    public double? Quality
    {
        get
        {
            if (Metric.IsGate || Goodness(Synthetic) is not { } score || Goodness(Floor) is not { } floor || Goodness(Ceiling) is not { } ceiling)
            {
                return null;
            }

            return ceiling > floor ? Math.Clamp((score - floor) / (ceiling - floor), 0, 1) : null;
        }
    }

    private double? Goodness(Score score) => score.Value is { } value ? Metric.Goodness(value) : null;
}
