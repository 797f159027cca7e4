using FsCheck;
using FsCheck.Fluent;
using RingFed.Federation.Aggregation;

namespace RingFed.Federation.Tests.Aggregation.Rules;

public sealed class BulyanRuleTests
{
    [Fact]
    public void It_picks_and_averages_as_the_slow_definition_does() => Prop.ForAll(
        Gen.Choose(1, 1_000_000).ToArbitrary(),
        seed =>
        {
            int f = seed % 3;
            float[][] rows = Updates.Scattered((4 * f) + 3 + (seed % 4), 9, (ulong)seed);
            float[] expected = Slow(rows, f);
            float[] actual = Updates.Aggregate("bulyan", rows, f);
            Assert.All(expected, (value, i) => Assert.Equal(value, actual[i], 1e-5 * Math.Max(1, Math.Abs(value))));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(20, 1));

    [Fact]
    public void Liars_that_are_near_in_all_but_one_coordinate_do_not_reach_it()
    {
        float[][] honest = Updates.Scattered(9, 200, seed: 3);
        float[] liar = [.. honest[0]];
        liar[7] += 6;
        float[] result = Updates.Aggregate("bulyan", [.. honest, liar, liar], f: 2);

        Assert.InRange(result[7], honest.Min(row => row[7]), honest.Max(row => row[7]));
    }

    [Fact]
    public void Fewer_than_four_f_plus_three_silos_are_refused()
    {
        AggregationException refusal = Assert.Throws<AggregationException>(() => AggregationRules.Resolve("bulyan", 10, 2));

        Assert.Equal(AggregationFault.TooFewSilos, refusal.Fault);
        Assert.Contains("at least 11", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("lower byzantine to 1", refusal.Message, StringComparison.Ordinal);
    }

    private static float[] Slow(float[][] rows, int f)
    {
        List<float[]> left = [.. rows];
        List<float[]> picked = [];
        while (picked.Count < rows.Length - (2 * f))
        {
            int nearest = Math.Max(1, left.Count - f - 2);
            float[] best = left.MinBy(row => left.Where(other => other != row).Select(other => Squared(row, other)).Order().Take(nearest).Sum())!;
            picked.Add(best);
            left.Remove(best);
        }

        return [.. rows[0].Select((_, i) => MeanAroundMedian([.. picked.Select(row => row[i]).Order()], 2 * f))];
    }

    private static float MeanAroundMedian(float[] sorted, int drop)
    {
        double median = ((double)sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        return (float)sorted.OrderBy(value => Math.Abs(value - median)).Take(sorted.Length - drop).Average(value => (double)value);
    }

    private static double Squared(float[] a, float[] b) => a.Zip(b, (x, y) => ((double)x - y) * ((double)x - y)).Sum();
}
