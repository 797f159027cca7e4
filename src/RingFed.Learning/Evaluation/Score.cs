namespace RingFed.Learning.Evaluation;

/// <summary>One measured number, or the reason why there is none. Never NaN and never infinite.</summary>
/// <param name="Low">Lower end of the 95 % interval, where the metric has one.</param>
/// <param name="High">Upper end of the 95 % interval.</param>
/// <param name="Reason">Why there is no value; null when there is one.</param>
/// <param name="Note">What a reader should know of this very number, such as which classifier gave it.</param>
public sealed record Score(double? Value, double? Low = null, double? High = null, string? Reason = null, string? Note = null)
{
    public static Score None(string reason) => new(null, Reason: reason);

    /// <summary>The mean, or none with <paramref name="reasonIfEmpty"/> where there is nothing to average.</summary>
    public static Score Mean(IReadOnlyCollection<double> values, string reasonIfEmpty) =>
        values.Count == 0 ? None(reasonIfEmpty) : new Score(values.Average());
}
