namespace RingFed.Learning.Evaluation.Ring;

/// <summary>
/// AMP of the source work, per metric: (q_pooled - q_ring) / q_pooled, q being <see cref="MetricResult.Quality"/>: what the
/// ring loses against pooled data, as a share. 0 is ideal; below 0 the ring did better.
/// </summary>
public static class AggregatedPerformance
{
    /// <returns>None where a quality is missing, or the pooled model is no better than independent columns.</returns>
    public static Score Of(double? pooledQuality, double? ringQuality)
    {
        if (pooledQuality is not { } pooled || ringQuality is not { } ring)
        {
            return Score.None("the metric ranks one of both arms not at all");
        }

        return pooled > 0 ? new Score((pooled - ring) / pooled) : Score.None("the pooled arm is no better than independent columns");
    }
}
