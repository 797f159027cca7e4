using RingFed.Federation.Aggregation;
using RingFed.Federation.Aggregation.Rules;

namespace RingFed.Federation.Tests.Aggregation.Rules;

public sealed class BucketingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    public void Every_silo_is_in_one_bucket_of_two_or_in_the_last(int silos)
    {
        int[][] buckets = new Bucketing(silos, seed: 7).Choose(null).Of;

        Assert.Equal(Enumerable.Range(0, silos), buckets.SelectMany(bucket => bucket).Order());
        Assert.Equal(Bucketing.Buckets(silos), buckets.Length);
        Assert.All(buckets[..^1], bucket => Assert.Equal(Bucketing.Size, bucket.Length));
        Assert.All(buckets, bucket => Assert.Equal(bucket.Order(), bucket));
    }

    [Fact]
    public void Another_seed_gives_other_buckets_and_the_same_seed_the_same() => Assert.Multiple(
        () => Assert.Equal(new Bucketing(20, 1).Choose(null).Of, new Bucketing(20, 1).Choose(null).Of),
        () => Assert.NotEqual(new Bucketing(20, 1).Choose(null).Of, new Bucketing(20, 2).Choose(null).Of));

    /// <summary>Taken once; another order would part silos of different versions.</summary>
    [Fact]
    public void The_shuffle_of_a_seed_never_changes() => Assert.Equal([1, 6, 4, 2, 7, 3, 5, 0], RosterShuffle.Of(8, 4427));

    [Fact]
    public void Over_many_seeds_every_silo_comes_first_as_often()
    {
        int[] first = new int[5];
        for (ulong seed = 0; seed < 5000; seed++)
        {
            first[RosterShuffle.Of(5, seed)[0]]++;
        }

        Assert.All(first, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void A_rule_behind_it_sees_the_means_of_the_buckets()
    {
        float[][] rows = Updates.Scattered(8, 5);
        int[][] buckets = new Bucketing(8, seed: 0).Choose(null).Of;
        float[][] means = [.. buckets.Select(bucket => Updates.Aggregate("mean", [.. bucket.Select(row => rows[row])]))];

        Assert.All(["median", "krum", "mda", "geometric-median", "cge"], rule =>
        {
            int f = rule == "krum" ? 0 : 1;
            float[] expected = Updates.Aggregate(rule, means, f);
            float[] actual = Updates.Aggregate("bucketing+" + rule, rows, f);
            Assert.All(expected, (value, i) => Assert.Equal(value, actual[i], 1e-6 * Math.Max(1, Math.Abs(value))));
        });
    }

    [Fact]
    public void Swapping_two_silos_of_one_bucket_changes_no_bit()
    {
        float[][] rows = Updates.Scattered(9, 5);
        int[] bucket = new Bucketing(9, seed: 0).Choose(null).Of[0];
        float[][] swapped = [.. rows];
        (swapped[bucket[0]], swapped[bucket[1]]) = (rows[bucket[1]], rows[bucket[0]]);

        Assert.Equal(
            Updates.Aggregate("bucketing+trimmed-mean", rows, f: 2), Updates.Aggregate("bucketing+trimmed-mean", swapped, f: 2));
    }

    [Theory]
    [InlineData("bucketing+trimmed-mean", 1, 5)]
    [InlineData("bucketing+trimmed-mean", 2, 9)]
    [InlineData("bucketing+median", 2, 9)]
    [InlineData("bucketing+krum", 1, 9)]
    [InlineData("bucketing+bulyan", 1, 13)]
    public void It_needs_the_rules_rows_in_buckets(string rule, int f, int silos)
    {
        Assert.Equal(silos, AggregationRules.SilosMin(rule, f));
        Assert.Equal(rule, AggregationRules.Resolve(rule, silos, f).Name);
        Assert.Contains(
            $"at least {silos} updates",
            Assert.Throws<AggregationException>(() => AggregationRules.Resolve(rule, silos - 1, f)).Message,
            StringComparison.Ordinal);
    }
}
