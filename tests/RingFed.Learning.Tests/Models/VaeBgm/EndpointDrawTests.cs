using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models.VaeBgm;
using RingFed.Learning.Tests.Encoding;

namespace RingFed.Learning.Tests.Models.VaeBgm;

public sealed class EndpointDrawTests
{
    private const int Rows = 20_000;

    private static readonly EndpointScale _scale = Scale(end: 15);

    /// <summary>Two kinds of patients, the second at twice the risk; Weibulls that fit no bin of the ring.</summary>
    private static readonly double[] _shapes = [.. Enumerable.Range(0, 400).SelectMany(row => row % 2 == 0 ? new[] { 1.3, 2, 0.8, 1.5 } : [1.3, 1.0, 0.8, 1.5])];

    [Fact]
    public void Under_factors_each_bin_ends_as_many_by_each_cause_as_in_the_ring_and_as_many_are_followed_to_the_end()
    {
        HazardFactors factors = HazardFactors.Of(_scale, _shapes);
        EndpointDraw draw = new(_scale, new SeededRandom(1));
        double[] edges = [0.1, 1, 2, 4, 8];
        double[] shares = new double[9];
        for (int row = 0; row < Rows; row++)
        {
            (double time, double died) = draw.Complete(factors.For(_shapes.AsSpan(4 * (row % 400), 4)), double.NaN, double.NaN);
            shares[time == 8 && died == 0 ? 8 : (4 * (int)died) + Math.Clamp(Array.FindLastIndex(edges, edge => time >= edge), 0, 3)] += 1.0 / Rows;
        }

        Assert.Equal(0.15, shares[8], 0.01);
        for (int bin = 0; bin < 4; bin++)
        {
            Assert.Equal(_scale.Censored[bin], shares[bin], 0.01);
            Assert.Equal(_scale.Events[bin], shares[4 + bin], 0.01);
        }
    }

    [Fact]
    public void Factors_leave_the_ratio_of_two_patients_hazards_as_it_was()
    {
        HazardFactors factors = HazardFactors.Of(_scale, _shapes);
        for (int bin = 0; bin < 4; bin++)
        {
            double low = factors.For(_shapes.AsSpan(0, 4)).Within(bin).Event;
            Assert.Equal(Math.Pow(2, 1.3), factors.For(_shapes.AsSpan(4, 4)).Within(bin).Event / low, 1e-9);
        }
    }

    [Fact]
    public void A_time_is_where_the_cumulative_hazard_reaches_what_was_drawn()
    {
        HazardFactors factors = HazardFactors.Of(_scale, _shapes);
        VaeHazards hazards = factors.For(_shapes.AsSpan(0, 4));
        foreach (double drawn in (double[])[0.05, 0.3, 0.6])
        {
            Assert.Equal(Math.Exp(-drawn), hazards.EventFreeAt(hazards.EventAt(drawn)), 1e-9);
            Assert.Equal(Math.Exp(-drawn), hazards.FollowedAt(hazards.CensoredAt(drawn)), 1e-9);
        }

        Assert.Equal(double.PositiveInfinity, hazards.EventAt(1e6));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_time_given_its_event_flag_is_distributed_as_among_rows_that_came_to_that_flag(int died)
    {
        HazardFactors factors = HazardFactors.Even(_scale);
        EndpointDraw draw = new(_scale, new SeededRandom(2));
        List<double> among = [];
        List<double> given = [];
        for (int row = 0; row < Rows; row++)
        {
            VaeHazards hazards = factors.For(_shapes.AsSpan(0, 4));
            (double time, double flag) = draw.Complete(hazards, double.NaN, double.NaN);
            if (flag == died)
            {
                among.Add(time);
            }

            if (row % 4 == 0)
            {
                given.Add(draw.Complete(hazards, double.NaN, died).Time);
            }
        }

        foreach (double years in (double[])[1, 2, 4, 7.99])
        {
            Assert.Equal(among.Average(time => time < years ? 1.0 : 0), given.Average(time => time < years ? 1.0 : 0), 0.03);
        }
    }

    [Fact]
    public void An_event_flag_given_its_time_follows_the_hazards_and_the_end_is_no_event()
    {
        HazardFactors factors = HazardFactors.Even(_scale);
        EndpointDraw draw = new(_scale, new SeededRandom(3));
        (double low, double high) = (_scale.TauEdges[1], _scale.TauEdges[2]);
        double first = Math.Pow(high / 2, 1.3) - Math.Pow(low / 2, 1.3);
        double second = Math.Pow(high / 1.5, 0.8) - Math.Pow(low / 1.5, 0.8);
        double found = Enumerable.Range(0, Rows).Average(_ => draw.Complete(factors.For(_shapes.AsSpan(0, 4)), 1.5, double.NaN).Event);

        Assert.Equal(first / (first + second), found, 0.015);
        Assert.Equal((8, 0), draw.Complete(factors.For(_shapes.AsSpan(0, 4)), 8, double.NaN));
        Assert.Equal((2, 1), draw.Complete(factors.For(_shapes.AsSpan(0, 4)), 2, 1));
    }

    [Fact]
    public void Where_the_ring_observed_nobody_hazards_stay_as_they_are()
    {
        CohortSchema schema = TableToy.Schema;
        EndpointScale scale = new(schema, new EndpointEncoding(schema.Endpoints[0], "survival", 1, [0.1, 4, 8], [0, 0, 0, 0]));
        HazardFactors factors = HazardFactors.Of(scale, _shapes);
        Assert.Equal([1, 1], factors.Events);
        Assert.InRange(new EndpointDraw(scale, new SeededRandom(1)).Complete(factors.For(_shapes.AsSpan(0, 4)), double.NaN, double.NaN).Time, 0.1, 8);
    }

    private static EndpointScale Scale(long end) =>
        new(TableToy.Schema, new EndpointEncoding(TableToy.Schema.Endpoints[0], "survival", 0, [0.1, 1, 2, 4, 8], [10, 10, 5, 25, 10, 20, 10, 10]) { EndCount = end });
}
