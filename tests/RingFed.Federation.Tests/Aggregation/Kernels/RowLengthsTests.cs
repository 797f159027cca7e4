using RingFed.Federation.Aggregation;
using RingFed.Federation.Aggregation.Kernels;

namespace RingFed.Federation.Tests.Aggregation.Kernels;

public sealed class RowLengthsTests
{
    private static readonly float[][] Rows = Updates.Scattered(5, 40_000);

    [Fact]
    public void With_one_tensor_the_proportions_are_those_of_plain_lengths()
    {
        double[] scaled = Measure(Rows, null);

        Assert.All(Rows, (row, i) => Assert.Equal(Plain(row) / Plain(Rows[0]), scaled[i] / scaled[0], 1e-9));
    }

    [Fact]
    public void Averaged_rows_have_the_lengths_of_their_means()
    {
        NeighbourSets sets = new([[0], [1, 2], [0, 3, 4]]);
        double[] scaled = Measure(Rows, sets);
        float[][] means = [.. sets.Of.Select(set => Updates.Aggregate("mean", [.. set.Select(row => Rows[row])]))];

        Assert.Equal(3, scaled.Length);
        Assert.All(means, (mean, i) => Assert.Equal(Plain(mean) / Plain(means[0]), scaled[i] / scaled[0], 1e-5));
    }

    [Fact]
    public void A_tensor_of_large_values_does_not_drown_one_of_small_values()
    {
        float[][] rows = [[1000, .1f], [1001, .1f], [1002, 5]];
        double[] scaled = RowLengths.SquaredScaled(Updates.Input(rows, layout: Updates.Layout(1, 1)), null, judges: 3);

        Assert.True(scaled[2] > 100 * scaled[1]);
    }

    [Fact]
    public void A_faulty_minority_cannot_inflate_a_tensors_scale()
    {
        ParameterLayout layout = Updates.Layout(1, 1);
        float[][] honest = [[1, 1], [2, 1], [3, 2]];
        double[] mild = RowLengths.SquaredScaled(Updates.Input([.. honest, [1e3f, 0], [1e3f, 0]], layout: layout), null, judges: 5);
        double[] wild = RowLengths.SquaredScaled(Updates.Input([.. honest, [1e9f, 0], [1e9f, 0]], layout: layout), null, judges: 5);

        Assert.Equal(mild[..3], wild[..3]);
    }

    [Fact]
    public void A_silo_alone_in_moving_a_tensor_is_long_however_little_the_others_did_there()
    {
        double[] scaled = RowLengths.SquaredScaled(
            Updates.Input([[1, 0], [1, 0], [1, 50]], layout: Updates.Layout(1, 1)), null, judges: 3);

        Assert.True(scaled[2] > 100 * scaled[0]);
    }

    [Fact]
    public void Lengths_of_nothing_are_zero() => Assert.Equal([0, 0], Measure([[0, 0], [0, 0]], null));

    private static double[] Measure(float[][] rows, NeighbourSets? sets) =>
        RowLengths.SquaredScaled(Updates.Input(rows, threads: 2), sets, sets?.Rows ?? rows.Length);

    private static double Plain(float[] row) => row.Sum(value => (double)value * value);
}
