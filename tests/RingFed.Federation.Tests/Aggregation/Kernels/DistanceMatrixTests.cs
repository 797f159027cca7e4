using RingFed.Federation.Aggregation;
using RingFed.Federation.Aggregation.Kernels;

namespace RingFed.Federation.Tests.Aggregation.Kernels;

/// <summary>Distances that follow from the matrix, against those measured on the vectors themselves.</summary>
public sealed class DistanceMatrixTests
{
    private static readonly float[][] Rows = Updates.Scattered(6, 53);

    [Fact]
    public void Distances_between_neighbour_means_need_no_second_look_at_the_vectors()
    {
        NeighbourSets sets = new([[0, 1, 2], [0, 1, 2], [2, 3, 5], [1, 3, 4], [0, 4, 5], [2, 4, 5]]);
        float[][] means = [.. sets.Of.Select(set => Updates.Aggregate("mean", [.. set.Select(row => Rows[row])]))];
        DistanceMatrix derived = Updates.Unscaled(Rows).Mixed(sets);
        DistanceMatrix measured = Updates.Unscaled(means);

        Assert.Equal(0, derived.Squared(0, 1));
        for (int a = 0; a < 6; a++)
        {
            Assert.All(Enumerable.Range(0, 6), b => Assert.Equal(measured.Squared(a, b), derived.Squared(a, b), 1e-5));
        }
    }

    [Fact]
    public void Sets_may_differ_in_size()
    {
        NeighbourSets sets = new([[0, 1], [2, 5], [3]]);
        float[][] means = [.. sets.Of.Select(set => Updates.Aggregate("mean", [.. set.Select(row => Rows[row])]))];
        DistanceMatrix derived = Updates.Unscaled(Rows).Mixed(sets);
        DistanceMatrix measured = Updates.Unscaled(means);

        Assert.Equal(3, derived.Rows);
        Assert.All([(0, 1), (0, 2), (1, 2)], pair => Assert.Equal(
            measured.Squared(pair.Item1, pair.Item2), derived.Squared(pair.Item1, pair.Item2), 1e-5));
    }

    [Fact]
    public void Distances_to_a_combination_need_no_second_look_at_the_vectors()
    {
        double[] weights = [.1, .2, .3, .15, .05, .2];
        double[] derived = new double[6];
        Updates.Unscaled(Rows).SquaredTo(weights, derived);

        double[] combination = [.. Enumerable.Range(0, 53).Select(i => weights.Select((weight, row) => weight * Rows[row][i]).Sum())];
        Assert.All(
            Enumerable.Range(0, 6),
            row => Assert.Equal(Rows[row].Select((value, i) => Math.Pow(value - combination[i], 2)).Sum(), derived[row], 1e-9));
    }

    /// <summary>Silos that drifted apart by about 1e-5 a value, each two per cent more than the one before.</summary>
    [Fact]
    public void All_distances_of_a_small_drift_over_a_million_values_rank_as_exact_ones_do()
    {
        const int length = 1_000_000;
        float[] origin = Updates.Scattered(1, length)[0];
        float[][] noise = Updates.Scattered(7, length, seed: 5);
        float[][] rows = [.. noise.Select((one, silo) => origin.Zip(one, (value, by) => value + (1e-5f * (1 + (silo / 50f)) * by)).ToArray())];
        (int A, int B)[] pairs = [.. Enumerable.Range(0, 7).SelectMany(a => Enumerable.Range(a + 1, 6 - a).Select(b => (a, b)))];
        DistanceMatrix distances = DistanceMatrix.Measure(Updates.Input(rows, threads: 2), faulty: 1);

        Assert.Equal(
            pairs.OrderBy(pair => rows[pair.A].Zip(rows[pair.B], (a, b) => ((double)a - b) * ((double)a - b)).Sum()),
            pairs.OrderBy(pair => distances.Squared(pair.A, pair.B)));
    }

    [Fact]
    public void A_faulty_minority_cannot_inflate_a_tensors_scale()
    {
        float[][] honest = [[1, 0], [2, 1], [3, 0], [4, 1]];
        DistanceMatrix mild = Measure([.. honest, [1e3f, 0]]);
        DistanceMatrix wild = Measure([.. honest, [1e9f, 0]]);

        Assert.Equal(mild.Squared(0, 3), wild.Squared(0, 3));
    }

    private static DistanceMatrix Measure(float[][] rows) =>
        DistanceMatrix.Measure(Updates.Input(rows, layout: Updates.Layout(1, 1)), 1);
}
