using RingFed.Learning.Evaluation.Protocol;

namespace RingFed.Learning.Tests.Evaluation.Protocol;

public sealed class PatientBootstrapTests
{
    private static readonly ProtocolOptions Options = new() { Replicates = 2_000 };

    [Fact]
    public void Replicates_of_a_mean_spread_by_its_standard_error()
    {
        double[] values = [.. Enumerable.Range(0, 50).Select(i => (double)i)];
        IReadOnlyList<double> means = PatientBootstrap.Replicates(50, 0, Options, rows => rows.Average(row => values[row]))!;
        double spread = Math.Sqrt(means.Average(mean => (mean - 24.5) * (mean - 24.5)));

        // Standard deviation of 0..49 over n, 14.43, by the root of 50.
        Assert.Equal(2.04, spread, .1);
    }

    [Fact]
    public void Two_metrics_see_the_same_patients_even_when_one_must_draw_anew()
    {
        static double? First(int[] rows) => rows[0] == 0 ? null : rows[0];
        IReadOnlyList<double> plain = PatientBootstrap.Replicates(5, 1, Options, rows => rows[0])!;
        IReadOnlyList<double> picky = PatientBootstrap.Replicates(5, 1, Options, First)!;
        Assert.All(plain.Zip(picky).Where(pair => pair.First != 0), pair => Assert.Equal(pair.First, pair.Second));
        Assert.NotEqual(plain, PatientBootstrap.Replicates(5, 2, Options, rows => rows[0]));
    }

    [Fact]
    public void A_metric_that_has_no_value_has_no_replicates()
    {
        Assert.Null(PatientBootstrap.Replicates(5, 0, Options, _ => null));
    }
}
