using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Data.Schemas;
using RingFed.Learning.Encoding;

namespace RingFed.Learning.Tests.Encoding;

public sealed class EncoderFitTests
{
    private const int Units = 5;

    private static readonly CohortSchema _schema = SchemaFile.Parse(
        """
        name: fit
        origin: simulated
        columns:
          - { name: hb, kind: continuous, unit: g/dL, range: [2, 20], decimals: 1, missing: allowed }
          - { name: ldh, kind: continuous, range: [50, 8000], decimals: 0, transform: log }
          - { name: ecog, kind: integer, range: [0, 4] }
          - { name: group, kind: categorical, categories: [a, b, rare] }
          - { name: os, kind: endpoint, time: t, event: d, range: [0.01, 20], decimals: 2 }
        """,
        "fit.yaml");

    [Fact]
    public async Task The_federated_fit_equals_the_pooled_fit_byte_for_byte()
    {
        Cohort[] silos = [Draw(700, 1), Draw(200, 2), Draw(31, 3)];
        LocalRing ring = new(["a", "b", "c"]);

        FittedEncoder[] fitted = await Task.WhenAll(
            silos.Zip(["a", "b", "c"], (cohort, silo) => EncoderFit.FitAsync(cohort, ring.For(silo), CancellationToken.None)));

        FittedEncoder pooled = EncoderFit.FitLocally(Cohort.Concatenate(silos));
        Assert.All(fitted, encoder => Assert.Equal(pooled.Digest, encoder.Digest));
        Assert.All(fitted, encoder => Assert.Equal(FittedEncoderJson.Write(pooled), FittedEncoderJson.Write(encoder)));
        Assert.NotEqual(pooled.Digest, EncoderFit.FitLocally(silos[0]).Digest);
    }

    /// <summary>The digest was recorded on x86-64; another one elsewhere means that fitted encoders differ between machines.</summary>
    [Fact]
    public void The_digest_of_a_known_fit_is_the_same_on_every_machine() =>
        Assert.Equal("3aa6920431f250d8", Convert.ToHexStringLower(EncoderFit.FitLocally(Draw(3_000, 4)).Digest)[..16]);

    [Fact]
    public void One_record_more_changes_the_query_within_its_sensitivities()
    {
        Cohort cohort = Draw(50, 5);
        StatisticQuery all = EncoderFit.Query(cohort);
        StatisticQuery less = EncoderFit.Query(cohort.Take([.. Enumerable.Range(1, 49)]));
        long[] change = [.. all.Values.Zip(less.Values, (a, b) => (long)Int128.Abs(a - b))];

        Assert.Equal(Units + 1, change.Sum());
        Assert.Equal(all.SensitivityL1, change.Sum());
        Assert.Equal(all.SensitivityL2, Math.Sqrt(change.Sum(value => value * value)), 12);
        Assert.Equal((50, 10), ((int)all.Values[0], all.MinimumCount));
    }

    [Fact]
    public void Counts_are_those_of_the_cohort()
    {
        Cohort cohort = Draw(3_000, 6);

        FittedEncoder encoder = EncoderFit.FitLocally(cohort);

        Assert.Equal(3_000, encoder.Records);
        Assert.Equal(["hb", "ldh", "ecog", "group", "os"], encoder.Columns.Select(column => column.Name));
        ContinuousEncoding hb = (ContinuousEncoding)encoder.Columns[0];
        int missing = cohort.Column(0).ToArray().Count(double.IsNaN);
        Assert.Equal(missing / 3_000.0, hb.MissingFraction);
        Assert.Equal(3_000 - missing, hb.BinCounts.Sum());
        CategoricalEncoding group = (CategoricalEncoding)encoder.Columns[3];
        Assert.Equal(cohort.Column(3).ToArray().Count(value => value == 0), group.Counts[0]);
        EndpointEncoding os = (EndpointEncoding)encoder.Columns[4];
        Assert.Equal(cohort.Column(5).ToArray().Count(value => value == 1), os.Counts[(os.Counts.Length / 2)..].Sum());
        Assert.Equal(17, os.TimeBinEdges.Length);
        Assert.Equal((0.01, 20.0), (os.TimeBinEdges[0], os.TimeBinEdges[^1]));
    }

    [Fact]
    public void Time_bins_have_nearly_equal_mass()
    {
        EndpointEncoding os = (EndpointEncoding)EncoderFit.FitLocally(Draw(8_000, 7)).Columns[4];

        for (int bin = 0; bin < 16; bin++)
        {
            Assert.InRange(os.Counts[bin] + os.Counts[16 + bin], 350, 650);
        }
    }

    [Theory]
    [InlineData(9, 100, 0)]
    [InlineData(40, 100, 40)]
    [InlineData(40, 4, 44)]
    public void Those_followed_to_the_declared_maximum_are_counted_apart_where_neither_they_nor_the_rest_are_few(int ended, int late, long expected)
    {
        Cohort cohort = Draw(400, 9);
        double[][] columns = [.. Enumerable.Range(0, 6).Select(column => cohort.Column(column).ToArray())];
        for (int row = 0; row < 400; row++)
        {
            (columns[4][row], columns[5][row]) = row < ended ? (20, 0) : row < ended + late ? (19.97, 0) : (1 + (0.01 * row), 1);
        }

        EndpointEncoding os = (EndpointEncoding)EncoderFit.FitLocally(new Cohort(cohort.Schema, columns)).Columns[4];
        Assert.Equal(expected, os.EndCount);
        Assert.Equal(ended + late, os.Counts[..(os.Counts.Length / 2)].Sum());
    }

    [Fact]
    public void No_released_count_lies_between_one_and_nine()
    {
        foreach (int records in new[] { 10, 45, 300 })
        {
            foreach (ColumnEncoding column in EncoderFit.FitLocally(Draw(records, 8)).Columns)
            {
                long[] counts = column switch
                {
                    ContinuousEncoding continuous => continuous.BinCounts,
                    CategoricalEncoding categorical => categorical.Counts,
                    EndpointEncoding endpoint => endpoint.Counts,
                    _ => [1],
                };
                Assert.All(counts, count => Assert.True(count is 0 or >= 10));
            }
        }
    }

    [Fact]
    public void Integers_get_one_bin_a_value_with_the_value_in_the_middle()
    {
        ContinuousEncoding ecog = (ContinuousEncoding)EncoderFit.FitLocally(Draw(3_000, 9)).Columns[2];

        Assert.Equal([-0.5, 0.5, 1.5, 2.5, 3.5, 4.5], ecog.BinEdges);
    }

    [Fact]
    public void Values_outside_the_range_count_in_the_outermost_bins()
    {
        double[] ldh = [.. Enumerable.Repeat(1.0, 20), .. Enumerable.Repeat(9_000.0, 30)];
        double[] ones = [.. ldh.Select(_ => 1.0)];

        ContinuousEncoding fitted = (ContinuousEncoding)EncoderFit.FitLocally(new Cohort(_schema, [ones, ldh, ones, ones, ones, ones])).Columns[1];

        Assert.Equal([20, 0, 30], fitted.BinCounts);
    }

    [Fact]
    public void Fewer_than_ten_records_and_totals_of_another_shape_are_refused()
    {
        Assert.Throws<InvalidOperationException>(() => EncoderFit.FitLocally(Draw(9, 1)));
        Assert.Throws<ArgumentException>(() => EncoderFit.FromTotal(_schema, [50]));
        long[] negative = new RingTotal(EncoderFit.Query(Draw(50, 1)).Values, []).Counts();
        negative[^1] = -1;
        Assert.Throws<ArgumentException>(() => EncoderFit.FromTotal(_schema, negative));
    }

    [Fact]
    public void An_encoder_reads_back_from_json_and_an_altered_one_is_detected()
    {
        FittedEncoder encoder = EncoderFit.FitLocally(Draw(500, 2));
        string json = FittedEncoderJson.Write(encoder);

        Assert.Equal(json, FittedEncoderJson.Write(FittedEncoderJson.Parse(json)));
        Assert.Throws<InvalidDataException>(() => FittedEncoderJson.Parse(json.Replace("\"records\":500", "\"records\":501", StringComparison.Ordinal)));
        Assert.Throws<InvalidDataException>(() => FittedEncoderJson.Parse(json[..^20]));
        Assert.Throws<InvalidDataException>(() => FittedEncoderJson.Parse("{}"));
        Assert.Throws<InvalidDataException>(() => FittedEncoderJson.Parse("null"));
    }

    [Fact]
    public void A_digest_that_does_not_fit_may_be_that_of_another_version_and_the_message_says_what_to_do_then()
    {
        string json = FittedEncoderJson.Write(EncoderFit.FitLocally(Draw(500, 2)) with { Digest = new byte[32] });
        string message = Assert.Throws<InvalidDataException>(() => FittedEncoderJson.Parse(json)).Message;
        Assert.Contains("written by another version of RingFed; then fit it again", message, StringComparison.Ordinal);
    }

    private static Cohort Draw(int count, long seed)
    {
        SeededRandom random = new(seed);
        double[][] columns = [.. _schema.Columns.Select(_ => new double[count])];
        for (int row = 0; row < count; row++)
        {
            double time = Math.Min(19.99, 0.02 + (4 * random.Exponential()));
            double[] values =
            [
                random.Bernoulli(0.1) ? double.NaN : Math.Round(Math.Clamp(random.Normal(10, 2), 2, 20), 1),
                Math.Round(Math.Clamp(200 * ExactMath.Exp(random.Normal(0, 0.5)), 50, 8_000)),
                random.Index(5),
                random.Categorical([60, 39, 1]),
                time,
                random.Bernoulli(0.6) ? 1 : 0,
            ];
            for (int c = 0; c < values.Length; c++)
            {
                columns[c][row] = values[c];
            }
        }

        return new Cohort(_schema, columns);
    }
}
