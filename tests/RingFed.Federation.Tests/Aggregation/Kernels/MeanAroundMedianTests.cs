using FsCheck;
using FsCheck.Fluent;
using RingFed.Federation.Aggregation.Kernels;

namespace RingFed.Federation.Tests.Aggregation.Kernels;

public sealed class MeanAroundMedianTests
{
    /// <summary>Few distinct values, so that ties and repeated values are many; any number may be dropped, as Bulyan does.</summary>
    [Fact]
    public void It_keeps_what_sorting_by_distance_to_the_median_keeps() => Prop.ForAll(
        Gen.Choose(1, 12).SelectMany(rows => Gen.Choose(0, rows - 1).SelectMany(drop =>
            Gen.Choose(-6, 6).ArrayOf(rows).Select(values => (Values: values, Drop: drop)))).ToArbitrary(),
        one =>
        {
            double[] rows = new double[one.Values.Length * Tile.Width];
            for (int row = 0; row < one.Values.Length; row++)
            {
                Tile.Row(rows, row).Fill(one.Values[row]);
            }

            double[] result = new double[Tile.Width];
            new MeanAroundMedian(one.Values.Length, one.Drop).Reduce(rows, result);

            Assert.All(result, value => Assert.Equal(Slow(one.Values, one.Drop), value));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20, 1));

    [Fact]
    public void Coordinates_beside_each_other_keep_rows_of_their_own()
    {
        double[] rows = new double[3 * Tile.Width];
        new[] { 0.0, 10, 5 }.CopyTo(Tile.Row(rows, 0));
        new[] { 1.0, 11, 5 }.CopyTo(Tile.Row(rows, 1));
        new[] { 9.0, 2, 5 }.CopyTo(Tile.Row(rows, 2));
        double[] result = new double[Tile.Width];
        new MeanAroundMedian(3, 1).Reduce(rows, result);

        Assert.Equal([0.5, 10.5, 5], result[..3]);
    }

    private static double Slow(int[] values, int drop)
    {
        int[] sorted = [.. values.Order()];
        double median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2.0;
        return sorted.OrderBy(value => Math.Abs(value - median)).Take(sorted.Length - drop).Order().Sum() / (double)(sorted.Length - drop);
    }
}
