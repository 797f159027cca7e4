using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models.VaeBgm;

namespace RingFed.Learning.Tests.Models.VaeBgm;

public sealed class ScaleTests
{
    [Fact]
    public void A_distribution_is_a_straight_line_within_a_bin_and_steps_over_empty_ones()
    {
        RingCumulative ring = new([0, 10, 20, 40], [30, 0, 10]);

        Assert.Equal([0, 0.375, 0.75, 0.75, 0.875, 1], new double[] { -5, 5, 10, 15, 30, 99 }.Select(ring.ShareBelow));
        Assert.Equal([0, 5, 20, 30, 40], new[] { 0, 0.375, 0.75, 0.875, 1 }.Select(ring.ValueAt));
    }

    [Fact]
    public void A_histogram_of_nobody_is_level() => Assert.Equal(0.25, new RingCumulative([0, 10, 40], [0, 0]).ShareBelow(10));

    [Theory]
    [InlineData(ColumnTransform.Identity, 0, 3)]
    [InlineData(ColumnTransform.Identity, 1, 40)]
    [InlineData(ColumnTransform.Log, 1, 40)]
    [InlineData(ColumnTransform.Log1p, 0, 2_000)]
    public void A_value_comes_back_from_any_score_that_it_stands_for(ColumnTransform transform, int decimals, double maximum)
    {
        Cohort cohort = Numbers(transform, decimals, maximum);
        NumericScale scale = new(cohort.Schema.Columns[0], (ContinuousEncoding)EncoderFit.FitLocally(cohort).Columns[0]);
        double tolerance = transform == ColumnTransform.Identity ? 1e-9 : maximum / 50;
        foreach (double value in cohort.Column(0).ToArray().Distinct())
        {
            Assert.Equal(value, scale.Value(scale.Score(value, null)), tolerance);
            Assert.Equal(value, scale.Value(scale.Score(value, new(7))), tolerance);
        }
    }

    [Fact]
    public void Over_the_ring_scores_are_standard_normal_whatever_the_column_looks_like()
    {
        Cohort cohort = Numbers(ColumnTransform.Identity, 0, 3);
        NumericScale scale = new(cohort.Schema.Columns[0], (ContinuousEncoding)EncoderFit.FitLocally(cohort).Columns[0]);
        RingFed.Learning.Data.Numerics.SeededRandom random = new(3);
        double[] scores = [.. cohort.Column(0).ToArray().Select(value => scale.Score(value, random))];

        Assert.Equal(0, scores.Average(), 0.1);
        Assert.Equal(1, scores.Average(score => score * score), 0.1);
        Assert.Equal(0.16, scores.Average(score => score > 1 ? 1.0 : 0), 0.03);
    }

    [Fact]
    public void A_range_of_values_is_the_range_of_all_scores_that_round_into_it()
    {
        Cohort cohort = Numbers(ColumnTransform.Identity, 0, 3);
        NumericScale scale = new(cohort.Schema.Columns[0], (ContinuousEncoding)EncoderFit.FitLocally(cohort).Columns[0]);
        (double low, double high) = scale.Scores(1, 2);
        Assert.Equal((1, 2), (scale.Value(low + 1e-9), scale.Value(high - 1e-9)));
        Assert.Equal((0, 3), (scale.Value(low - 1e-9), scale.Value(high + 1e-9)));
    }

    [Fact]
    public void Over_the_ring_tau_is_exponential_and_a_time_comes_back_from_it()
    {
        double[] edges = [0.1, 1, 2, 4, 8];
        CohortSchema schema = RingFed.Learning.Tests.Encoding.TableToy.Schema;
        EndpointScale scale = new(schema, new EndpointEncoding(schema.Endpoints[0], "survival", 0, edges, [10, 20, 0, 10, 10, 0, 40, 10]));

        Assert.Equal(-Math.Log(1 - 0.2), scale.Tau(1), 1e-12);
        Assert.Equal(-Math.Log(1 - 0.6), scale.Tau(3), 1e-12);
        Assert.All(new[] { 0.5, 1.5, 3, 7.5 }, time => Assert.Equal(time, scale.Time(scale.Tau(time)), 0.006));
        Assert.Equal((EndpointScale.TauMin, scale.TauEnd), (scale.Tau(0), scale.Tau(9)));
        Assert.Equal((0.1, 8), (scale.Time(0), scale.Time(99)));
        Assert.False(scale.IsEnd(8));
    }

    [Fact]
    public void Those_followed_to_the_end_lie_beyond_the_last_tau_and_nobody_else_does()
    {
        CohortSchema schema = RingFed.Learning.Tests.Encoding.TableToy.Schema;
        EndpointScale scale = new(schema, new EndpointEncoding(schema.Endpoints[0], "survival", 0, [0.1, 4, 8], [10, 40, 30, 20]) { EndCount = 25 });

        Assert.Equal(0.25, scale.EndShare, 1e-12);
        Assert.Equal(-Math.Log(0.25), scale.TauEnd, 1e-12);
        Assert.Equal(-Math.Log(1 - 0.4), scale.Tau(4), 1e-12);
        Assert.Equal((8, 8), (scale.Time(scale.TauEnd), scale.Time(99)));
        Assert.All(new[] { 0.5, 3, 4.5, 7.9 }, time => Assert.Equal(time, scale.Time(scale.Tau(time)), 0.006));
        Assert.Equal((true, false), (scale.IsEnd(8), scale.IsEnd(7.99)));
        Assert.Equal([0.1, 0.15], scale.Censored);
        Assert.Equal([0.3, 0.2], scale.Events);
    }

    [Theory]
    [InlineData(300, 0, 0, 0, 300)]
    [InlineData(0, 30_000, 1, 0, 30_000)]
    [InlineData(100, 200, 0, 0, 0)]
    [InlineData(0, 0, 0, 0, 0)]
    [InlineData(0, 0, 0, 300, 0)]
    public void Times_have_a_scale_where_all_are_followed_to_the_end_and_where_nobody_has_an_event(int early, int late, int earlyEvents, int lateEvents, int end)
    {
        CohortSchema schema = RingFed.Learning.Tests.Encoding.TableToy.Schema;
        EndpointScale scale = new(schema, new EndpointEncoding(schema.Endpoints[0], "survival", 0, [0.1, 4, 8], end == early && end > 0 ? [0, early, 0, 0] : [early, late, earlyEvents, lateEvents]) { EndCount = end });

        Assert.InRange(scale.Tau(2), EndpointScale.TauMin, scale.TauEnd);
        Assert.True(scale.TauEnd > EndpointScale.TauMin);
        Assert.InRange(scale.Time(0), 0.1, 4);
        Assert.Equal(8, scale.Time(scale.TauEnd));
        Assert.Equal(end > 0, scale.IsEnd(8));
        Assert.Equal(scale.TauEdges.Order(), scale.TauEdges);
        (double time, double ended) = new EndpointDraw(scale, new(1)).Complete(HazardFactors.Of(scale, [1, 1, 1, 1]).For([1, 1, 1, 1]), double.NaN, double.NaN);
        Assert.True(time is >= 0.1 and <= 8 && ended is 0 or 1);
    }

    /// <summary>Mostly the minimum, and a tail: nothing like a normal distribution.</summary>
    private static Cohort Numbers(ColumnTransform transform, int decimals, double maximum)
    {
        double minimum = transform == ColumnTransform.Log ? 0.5 : 0;
        ColumnSchema column = new() { Name = "number", Kind = ColumnKind.Continuous, Minimum = minimum, Maximum = maximum, Decimals = decimals, Transform = transform };
        CohortSchema schema = new() { Name = "numbers", Origin = CohortOrigin.Simulated, Columns = [column] };
        RingFed.Learning.Data.Numerics.SeededRandom random = new(1);
        return new Cohort(schema, [[.. Enumerable.Range(0, 3000).Select(_ => random.Bernoulli(0.4)
            ? minimum
            : Math.Round(random.Uniform(minimum, maximum), decimals))]]);
    }
}
