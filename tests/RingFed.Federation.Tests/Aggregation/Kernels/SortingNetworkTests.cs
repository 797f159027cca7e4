using RingFed.Federation.Aggregation.Kernels;

namespace RingFed.Federation.Tests.Aggregation.Kernels;

public sealed class SortingNetworkTests
{
    /// <summary>A network that sorts every sequence of zeros and ones sorts everything (Knuth vol. 3, 5.3.4 Z).</summary>
    [Fact]
    public void Up_to_twelve_rows_every_zero_one_sequence_is_sorted()
    {
        for (int rows = 1; rows <= 12; rows++)
        {
            SortingNetwork network = new(rows);
            for (int pattern = 0; pattern < 1 << rows; pattern += Tile.Width)
            {
                AssertSorts(network, rows, pattern);
            }
        }
    }

    [Theory]
    [InlineData(32)]
    [InlineData(37)]
    [InlineData(100)]
    public void Many_rows_are_sorted(int rows)
    {
        double[] values = [.. Updates.Scattered(1, rows * Tile.Width)[0].Select(value => (double)value)];
        new SortingNetwork(rows).Sort(values.AsSpan());
        Assert.All(Enumerable.Range(0, Tile.Width), column => AssertAscending(values, rows, column));
    }

    [Fact]
    public void Eight_rows_take_nineteen_exchanges() => Assert.Equal(19, new SortingNetwork(8).Exchanges);

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(11)]
    [InlineData(32)]
    public void Places_that_are_wanted_hold_their_values_and_the_others_cost_less(int rows)
    {
        for (int trim = 1; trim <= (rows - 1) / 2; trim++)
        {
            float[] values = Updates.Scattered(1, rows * Tile.Width, seed: (ulong)trim)[0];
            float[] sorted = [.. values];
            SortingNetwork selection = new(rows, trim, rows - (2 * trim));
            selection.Sort(values.AsSpan());
            new SortingNetwork(rows).Sort(sorted.AsSpan());

            Assert.Equal(sorted[(trim * Tile.Width)..((rows - trim) * Tile.Width)], values[(trim * Tile.Width)..((rows - trim) * Tile.Width)]);
            Assert.InRange(selection.Exchanges, rows - 1, new SortingNetwork(rows).Exchanges);
        }
    }

    [Fact]
    public void The_median_of_nine_needs_fewer_exchanges_than_sorting_them() =>
        Assert.True(new SortingNetwork(9, 4, 1).Exchanges < new SortingNetwork(9).Exchanges);

    private static void AssertSorts(SortingNetwork network, int rows, int firstPattern)
    {
        double[] values = new double[rows * Tile.Width];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ((firstPattern + (i % Tile.Width)) >> (i / Tile.Width)) & 1;
        }

        network.Sort(values.AsSpan());
        Assert.All(Enumerable.Range(0, Tile.Width), column => AssertAscending(values, rows, column));
    }

    private static void AssertAscending(double[] values, int rows, int column)
    {
        for (int row = 1; row < rows; row++)
        {
            Assert.True(values[((row - 1) * Tile.Width) + column] <= values[(row * Tile.Width) + column]);
        }
    }
}
