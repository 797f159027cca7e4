namespace RingFed.Learning.Evaluation;

/// <summary>
/// RingFed-CSF and RingFed-GSF, clinical and genomic synthetic fidelity (LEARNING, "Metrics"): the mean of components, each
/// normalised between floor and ceiling. The floor of the whole is 0 and its ceiling 1 by definition.
/// </summary>
internal static class CompositeFidelity
{
    private const string CurveGap = "kmMeanGap.";
    private const string Concordance = "cIndex.";

    private static readonly string[] _genomic =
    [
        MetricCatalog.GeneFrequency.Name, MetricCatalog.PhiSlope.Name, MetricCatalog.SignAgreement.Name,
        MetricCatalog.Burden.Name, MetricCatalog.ClusterLabels.Name,
    ];

    /// <summary>Those all of whose components were measured: a mean over fewer groups would be another number under the same name.</summary>
    /// <param name="possible">Every metric that the schema gives reason for.</param>
    public static IEnumerable<MetricResult> Of(IReadOnlyList<MetricResult> measured, IReadOnlyList<MetricDefinition> possible)
    {
        (MetricDefinition Whole, MetricDefinition[] Components)[] wholes =
        [
            (MetricCatalog.ClinicalFidelity, [.. Clinical(possible)]),
            (MetricCatalog.GenomicFidelity, [.. possible.Where(metric => _genomic.Contains(metric.Name))]),
        ];
        return wholes
            .Where(whole => whole.Components.Length > 0 && whole.Components.All(component => measured.Any(result => result.Metric == component)))
            .Select(whole => new MetricResult(
                whole.Whole,
                Mean([.. measured.Where(result => whole.Components.Contains(result.Metric)).Select(Normalisable)]),
                new Score(0),
                new Score(1)));
    }

    /// <summary>Shape and trends of the columns that are no genes where they are measured apart; per endpoint its curve and its C.</summary>
    private static IEnumerable<MetricDefinition> Clinical(IReadOnlyList<MetricDefinition> possible)
    {
        MetricDefinition[] named = possible.Contains(MetricCatalog.ClinicalShape)
            ? [MetricCatalog.ClinicalShape, MetricCatalog.ClinicalTrend, MetricCatalog.Missingness]
            : [MetricCatalog.Shape, MetricCatalog.Trend, MetricCatalog.Missingness];
        return possible.Where(metric => named.Contains(metric) || IsOf(metric, CurveGap) || IsOf(metric, Concordance));
    }

    private static bool IsOf(MetricDefinition metric, string family) => metric.Name.StartsWith(family, StringComparison.Ordinal);

    private static MetricResult Normalisable(MetricResult result) =>
        IsOf(result.Metric, Concordance) ? NearReal(result)
        : result.Metric == MetricCatalog.PhiSlope ? Rescaled(result, value => Math.Clamp(value, 0, 1))
        : result;

    /// <summary>1 - |C - C real| / C real: a C above that of real patients is a fault too.</summary>
    private static MetricResult NearReal(MetricResult concordance) => concordance.Ceiling.Value is > 0 and var real
        ? Rescaled(concordance, value => 1 - (Math.Abs(value - real) / real))
        : concordance;

    private static MetricResult Rescaled(MetricResult result, Func<double, double> scale)
    {
        return result with
        {
            Metric = result.Metric with { Direction = MetricDirection.HigherIsBetter },
            Synthetic = Scaled(result.Synthetic),
            Floor = Scaled(result.Floor),
            Ceiling = Scaled(result.Ceiling),
        };

        Score Scaled(Score score) => score.Value is { } value ? new Score(scale(value)) : score;
    }

    /// <summary>A component that ranks, and that the synthetic rows have no value of, such as C without an event, counts 0.</summary>
    private static Score Mean(MetricResult[] components)
    {
        ILookup<bool, MetricResult> counted = components.ToLookup(component => (component with { Synthetic = component.Ceiling }).Quality is not null);
        string excluded = string.Join(", ", counted[false].Select(component => component.Metric.Name));
        Score mean = Score.Mean([.. counted[true].Select(component => component.Quality ?? 0)], $"no component has a ceiling above its floor: {excluded}");
        return excluded.Length > 0 && counted[true].Any() ? mean with { Note = $"without {excluded}" } : mean;
    }
}
