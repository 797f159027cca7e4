namespace RingFed.Learning.Evaluation;

/// <summary>One line of the report: the synthetic cohort between its floor and its ceiling.</summary>
/// <param name="Synthetic">The generator's score.</param>
/// <param name="Floor">Independent columns, under the same protocol.</param>
/// <param name="Ceiling">Real hold-out patients in the generator's place.</param>
public sealed record MetricResult(MetricDefinition Metric, Score Synthetic, Score Floor, Score Ceiling)
{
    /// <summary>False in a report marked COPYING: a copier's scores say nothing of a generator.</summary>
    public bool IsRanked { get; init; } = true;

    /// <summary>
    /// (score - floor) / (ceiling - floor), clipped to 0..1, with scores turned so that higher is better; null where a
    /// score is missing, the real hold-out is no better than independent columns, the metric is a gate, or the report is
    /// marked COPYING: such a metric cannot rank.
    /// </summary>
    public double? Quality
    {
        get
        {
            if (!IsRanked || Metric.IsGate || Goodness(Synthetic) is not { } score || Goodness(Floor) is not { } floor || Goodness(Ceiling) is not { } ceiling)
            {
                return null;
            }

            return ceiling > floor ? Math.Clamp((score - floor) / (ceiling - floor), 0, 1) : null;
        }
    }

    private double? Goodness(Score score) => score.Value is { } value ? Metric.Goodness(value) : null;
}
