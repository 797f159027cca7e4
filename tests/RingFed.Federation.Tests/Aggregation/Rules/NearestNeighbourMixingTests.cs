using RingFed.Federation.Aggregation;
using RingFed.Federation.Aggregation.Kernels;
using RingFed.Federation.Aggregation.Rules;

namespace RingFed.Federation.Tests.Aggregation.Rules;

public sealed class NearestNeighbourMixingTests
{
    [Fact]
    public void Of_equally_near_updates_the_lowest_roster_index_is_taken()
    {
        NeighbourSets sets = Choose([[0], [1], [-1], [2], [-2]], f: 2);

        Assert.Equal([0, 1, 2], sets.Of[0]);
        Assert.Equal([0, 1, 3], sets.Of[1]);
        Assert.Equal([0, 2, 4], sets.Of[2]);
    }

    [Fact]
    public void With_f_of_0_every_silo_gets_the_mean_of_all() =>
        Assert.All(Choose([[0], [1], [5]], f: 0).Of, set => Assert.Equal([0, 1, 2], set));

    [Fact]
    public void An_outlier_is_in_nobodys_set_but_its_own()
    {
        NeighbourSets sets = Choose([[0], [1], [2], [3], [1e6f]], f: 1);

        Assert.All(sets.Of[..4], set => Assert.DoesNotContain(4, set));
        Assert.Contains(4, sets.Of[4]);
    }

    [Fact]
    public void A_tensor_of_large_values_does_not_drown_one_of_small_values()
    {
        // The second tensor, in units a thousand times smaller, tells silos 0-2 from 3-5; the first is noise.
        float[][] rows = [[500, 0, 0, 0], [-500, .1f, 0, 0], [500, 0, .1f, 0], [-500, 9, 9, 9], [500, 9.1f, 9, 9], [-500, 9, 9.1f, 9]];
        DistanceMatrix scaled = DistanceMatrix.Measure(Updates.Input(rows, layout: Updates.Layout(1, 3)), 1);
        DistanceMatrix unscaled = DistanceMatrix.Measure(Updates.Input(rows, layout: Updates.Layout(4)), 1);

        Assert.True(scaled.Squared(0, 1) < scaled.Squared(0, 4));
        Assert.True(unscaled.Squared(0, 1) > unscaled.Squared(0, 4));
    }

    /// <summary>A scale taken from the liar's own move would let it move such a tensor without limit and stay near.</summary>
    [Fact]
    public void A_silo_alone_in_moving_a_tensor_does_not_hide_behind_its_own_scale()
    {
        float[][] rows = [[1, 0], [2, 0], [3, 0], [4, 0], [2.5f, 1e6f]];
        float[] result = Updates.Aggregate("nnm+trimmed-mean", rows, f: 1, layout: Updates.Layout(1, 1));

        Assert.Equal(0, result[1]);
        Assert.InRange(result[0], 1, 4);
    }

    [Fact]
    public void A_drift_of_a_hundred_thousandth_ranks_right_over_a_million_values()
    {
        const int length = 1_000_000;
        float[] origin = Updates.Scattered(1, length)[0];
        float[][] rows = [origin, Drift(origin, 1.0e-5f), Drift(origin, 1.1e-5f), Drift(origin, 1.2e-5f)];
        DistanceMatrix distances = DistanceMatrix.Measure(Updates.Input(rows, threads: 2), 1);

        Assert.True(distances.Squared(0, 1) < distances.Squared(0, 2));
        Assert.True(distances.Squared(0, 2) < distances.Squared(0, 3));
        Assert.Equal(1.44 / 1.0, distances.Squared(0, 3) / distances.Squared(0, 1), 0.05);
    }

    private static float[] Drift(float[] values, float by) => [.. values.Select((value, i) => value + (i % 2 == 0 ? by : -by))];

    private static NeighbourSets Choose(float[][] rows, int f) =>
        new NearestNeighbourMixing(rows.Length, f).Choose(DistanceMatrix.Measure(Updates.Input(rows), f));
}
