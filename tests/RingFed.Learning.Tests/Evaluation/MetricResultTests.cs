using RingFed.Learning.Evaluation;

namespace RingFed.Learning.Tests.Evaluation;

public sealed class MetricResultTests
{
    private static double? Quality(MetricDefinition metric, double? synthetic, double? floor, double? ceiling) =>
        new MetricResult(metric, new Score(synthetic), new Score(floor), new Score(ceiling)).Quality;

    [Fact]
    public void Quality_is_the_way_gone_from_floor_to_ceiling_clipped()
    {
        Assert.Equal(.5, Quality(MetricCatalog.Shape, .7, .6, .8)!.Value, 1e-12);
        Assert.Equal(.75, Quality(MetricCatalog.Detection, .6, .9, .5)!.Value, 1e-12);
        Assert.Equal(1, Quality(MetricCatalog.Detection, .4, .9, .5));
        Assert.Equal(0, Quality(MetricCatalog.Shape, .5, .6, .8));
    }

    [Fact]
    public void A_slope_is_as_good_above_its_ideal_as_below()
    {
        Assert.Equal(.8, Quality(MetricCatalog.PhiSlope, 1.2, 0, 1)!.Value, 1e-12);
        Assert.Equal(Quality(MetricCatalog.PhiSlope, .8, 0, 1)!.Value, Quality(MetricCatalog.PhiSlope, 1.2, 0, 1)!.Value, 1e-12);
    }

    [Fact]
    public void A_metric_that_cannot_rank_has_no_quality()
    {
        Assert.Null(Quality(MetricCatalog.Shape, .9, .8, .8));
        Assert.Null(Quality(MetricCatalog.Shape, null, .8, .9));
        Assert.Null(Quality(MetricCatalog.PhiSlope, .9, null, .9));
        Assert.Null(Quality(MetricCatalog.DcrShare, .5, .51, .48));
    }
}
