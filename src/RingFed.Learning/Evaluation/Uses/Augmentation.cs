using RingFed.Learning.Data;
using RingFed.Learning.Evaluation.Protocol;
using RingFed.Learning.Evaluation.Survival;

namespace RingFed.Learning.Evaluation.Uses;

/// <summary>
/// Does a small silo's survival model gain when synthetic patients join its own? Cox as in
/// <see cref="TrainSyntheticTestReal"/>, Harrell's C on patients that neither saw.
/// </summary>
/// <param name="Real">Trained on the silo's own patients.</param>
/// <param name="Synthetic">On the synthetic ones alone.</param>
/// <param name="Both">On both together.</param>
/// <param name="Gain">Both against real, tested patients resampled; null where one of them has no C.</param>
public sealed record Augmentation(Score Real, Score Synthetic, Score Both, PairedComparison? Gain)
{
    /// <param name="own">The smallest silo's patients.</param>
    /// <param name="synthetic">As many as are to join; their number is their weight.</param>
    /// <param name="options">Of the bootstrap; one split, one seed.</param>
    public static Augmentation Of(Cohort own, Cohort synthetic, Cohort tested, EndpointSchema endpoint, ProtocolOptions options)
    {
        SurvivalSample sample = SurvivalSample.Of(tested, endpoint);
        Cohort both = Cohort.Concatenate([own, synthetic]);
        double[]? byOwn = TrainSyntheticTestReal.Risks(own, tested, endpoint).Risks;
        double[]? byBoth = TrainSyntheticTestReal.Risks(both, tested, endpoint).Risks;
        MetricCell? baseline = Cell(byOwn, sample, options);
        MetricCell? candidate = Cell(byBoth, sample, options);
        return new Augmentation(
            TrainSyntheticTestReal.Of(own, tested, endpoint),
            TrainSyntheticTestReal.Of(synthetic, tested, endpoint),
            TrainSyntheticTestReal.Of(both, tested, endpoint),
            baseline is null || candidate is null
                ? null
                : PairedComparison.Of([candidate], [baseline], MetricCatalog.Concordance(endpoint.Name), options));
    }

    private static MetricCell? Cell(double[]? risks, SurvivalSample sample, ProtocolOptions options) =>
        risks is not null
        && HarrellConcordance.Of(risks, sample) is { } value
        && PatientBootstrap.Replicates(sample.Count, 0, options, rows => Concordance(risks, sample, rows)) is { } replicates
            ? new MetricCell(0, 0, value, replicates)
            : null;

    private static double? Concordance(double[] risks, SurvivalSample sample, int[] rows) => HarrellConcordance.Of(
        rows.Select(row => risks[row]).ToArray(),
        new SurvivalSample(rows, [.. rows.Select(row => sample.Times[row])], [.. rows.Select(row => sample.Events[row])]));
}
