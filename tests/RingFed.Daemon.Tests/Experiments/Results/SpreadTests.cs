using RingFed.Daemon.Experiments.Results;

namespace RingFed.Daemon.Tests.Experiments.Results;

public sealed class SpreadTests
{
    [Fact]
    public void The_interval_of_three_splits_is_students()
    {
        // Mean 2, deviation 1, t(.975, 2) = 4.303: 4.303 / sqrt 3 = 2.484.
        Spread spread = Spread.Of([(0, 1), (1, 2), (2, 3)])!;

        Assert.Equal(2, spread.Mean, 12);
        Assert.Equal(2 - 2.4843, spread.Low!.Value, 3);
        Assert.Equal(2 + 2.4843, spread.High!.Value, 3);
    }

    [Fact]
    public void Seeds_of_a_split_are_averaged_before_the_interval()
    {
        Spread spread = Spread.Of([(0, 0), (0, 2), (1, 2), (1, 4), (2, 2), (2, 2)])!;

        Assert.Equal(Spread.Of([(0, 1), (1, 3), (2, 2)]), spread);
        Assert.Equal(3, spread.Count);
    }

    [Fact]
    public void One_split_has_the_interval_of_its_seeds_one_value_has_none_and_no_value_nothing()
    {
        Assert.Equal(3, Spread.Of([(0, 1), (0, 2), (0, 3)])!.Count);
        Assert.Equal(new Spread(5, null, null, 1), Spread.Of([(7, 5)]));
        Assert.Null(Spread.Of([]));
    }

    [Fact]
    public void More_values_than_the_table_has_take_the_normal_quantile()
    {
        Spread spread = Spread.Of(Enumerable.Range(0, 100).Select(value => (value, value % 2 * 2.0)))!;

        Assert.Equal(1.96 * Math.Sqrt(100.0 / 99) / 10, spread.High!.Value - spread.Mean, 6);
    }
}
