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
        DistanceMatrix derived = Unscaled(Rows).Mixed(sets);
        DistanceMatrix measured = Unscaled(means);

        Assert.Equal(0, derived.Squared(0, 1));
        for (int a = 0; a < 6; a++)
        {
            Assert.All(Enumerable.Range(0, 6), b => Assert.Equal(measured.Squared(a, b), derived.Squared(a, b), 1e-5));
        }
    }

    [Fact]
    public void Distances_to_a_combination_need_no_second_look_at_the_vectors()
    {
        double[] weights = [.1, .2, .3, .15, .05, .2];
        double[] derived = new double[6];
        Unscaled(Rows).SquaredTo(weights, derived);

        double[] combination = [.. Enumerable.Range(0, 53).Select(i => weights.Select((weight, row) => weight * Rows[row][i]).Sum())];
        Assert.All(
            Enumerable.Range(0, 6),
            row => Assert.Equal(Rows[row].Select((value, i) => Math.Pow(value - combination[i], 2)).Sum(), derived[row], 1e-9));
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

    private static DistanceMatrix Unscaled(float[][] rows) => DistanceMatrix.FromPairs(
        rows.Length, PairwiseSquares.PerTensor(Updates.Input(rows)).Single().Pairs);
}
