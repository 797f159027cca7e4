namespace RingFed.Learning.Evaluation;

/// <summary>Which way a metric is better.</summary>
public enum MetricDirection
{
    HigherIsBetter,
    LowerIsBetter,

    /// <summary>Both sides of the ideal are faults, as with a slope.</summary>
    CloserIsBetter,
}
