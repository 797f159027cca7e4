using RingFed.Learning.Evaluation;

namespace RingFed.Learning.Tests.Evaluation;

public sealed class CompositeFidelityTests
{
    [Fact]
    public void Components_are_normalised_averaged_and_left_out_by_name()
    {
        MetricResult[] measured =
        [
            Result(MetricCatalog.Shape, .9, .8, 1),                     // .5
            Result(MetricCatalog.Trend, .9, .95, .93),                  // ceiling below floor: out
            Result(MetricCatalog.KaplanMeierArea("os"), .02, .06, .02), // 1
            Result(MetricCatalog.Concordance("os"), .77, .5, .7),       // above real counts as below: 1 - .07/.2 = .65
        ];
        MetricResult csf = Assert.Single(Of(measured));
        Assert.Equal("csf", csf.Metric.Name);
        Assert.Equal((.5 + 1 + .65) / 3, csf.Synthetic.Value!.Value, 1e-12);
        Assert.Equal("without trend", csf.Synthetic.Note);
        Assert.Equal((0.0, 1.0), (csf.Floor.Value!.Value, csf.Ceiling.Value!.Value));
    }

    [Fact]
    public void Genes_measured_apart_leave_the_clinical_columns_to_CSF_and_give_GSF()
    {
        MetricResult[] measured =
        [
            Result(MetricCatalog.Shape, .8, .8, 1),
            Result(MetricCatalog.ClinicalShape, 1, .8, 1),
            Result(MetricCatalog.GeneFrequency, .9, .8, .9),            // 1
            Result(MetricCatalog.PhiSlope, 1.4, 0, .8),                 // clipped to 1: 1
            Result(MetricCatalog.SignAgreement, .75, .5, 1),            // .5
        ];
        MetricResult[] both = Of(measured);
        Assert.Equal(["csf", "gsf"], both.Select(result => result.Metric.Name));
        Assert.Equal(1, both[0].Synthetic.Value);
        Assert.Equal(2.5 / 3, both[1].Synthetic.Value!.Value, 1e-12);
    }

    [Fact]
    public void Without_a_component_that_ranks_there_is_a_reason_and_without_any_nothing()
    {
        Assert.Contains("shape", Assert.Single(Of([Result(MetricCatalog.Shape, .9, 1, .9)])).Synthetic.Reason);
        Assert.Empty(Of([Result(MetricCatalog.Detection, .6, .9, .5)]));
    }

    [Fact]
    public void What_synthetic_rows_have_no_value_of_counts_nothing_instead_of_being_left_out()
    {
        MetricResult eventless = Result(MetricCatalog.Concordance("os"), 0, .5, .7) with { Synthetic = Score.None("fewer than 5 events to learn from") };
        Assert.Equal(.25, Of([Result(MetricCatalog.Shape, .9, .8, 1), eventless])[0].Synthetic.Value!.Value, 1e-12);
    }

    [Fact]
    public void A_group_that_was_left_out_leaves_the_whole_out()
    {
        MetricResult shape = Result(MetricCatalog.Shape, .9, .8, 1);
        Assert.Empty(CompositeFidelity.Of([shape], [MetricCatalog.Shape, MetricCatalog.Missingness]));
    }

    private static MetricResult[] Of(IReadOnlyList<MetricResult> measured) =>
        [.. CompositeFidelity.Of(measured, [.. measured.Select(result => result.Metric)])];

    private static MetricResult Result(MetricDefinition metric, double synthetic, double floor, double ceiling) =>
        new(metric, new Score(synthetic), new Score(floor), new Score(ceiling));
}
