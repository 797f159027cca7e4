using RingFed.Learning.Encoding;

namespace RingFed.Learning.Tests.Encoding;

public sealed class StatisticQueryTests
{
    [Fact]
    public void Real_numbers_come_back_within_half_of_the_last_fraction_bit()
    {
        double[] numbers = [0, 1.0 / 3, -2.5e5, 7e-9];
        StatisticQuery query = StatisticQuery.OfReals("g", numbers, 1, 1, 1_000_000, scaleBits: 40, 10, "A test.");
        query.RequireWithinBound();

        double[] back = new RingTotal(query.Values, []).Reals(40);

        Assert.All(numbers.Zip(back), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, Math.ScaleB(1, -41)));
    }

    [Fact]
    public void Sums_of_parts_equal_the_sum_in_any_order_to_the_last_bit()
    {
        double[][] parts = [[1e6 / 3], [-1e-7 / 7], [1e-3 / 9]];
        Int128[] sums = [.. parts.Select(Scaled)];

        Assert.Equal(sums[0] + sums[1] + sums[2], sums[2] + sums[0] + sums[1]);

        static Int128 Scaled(double[] part) => StatisticQuery.OfReals("g", part, 1, 1, 1_000_000, 50, 10, "A test.").Values[0];
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(10.5)]
    public void What_is_no_number_or_beyond_the_bound_never_leaves(double number) => Assert.Throws<InvalidOperationException>(
        () => StatisticQuery.OfReals("g", [number], 1, 1, 10, 20, 10, "A test."));

    [Theory]
    [InlineData(long.MaxValue, StatisticQuery.ScaleBitsMax, false)]
    [InlineData(1, StatisticQuery.ScaleBitsMax + 1, true)]
    [InlineData(1, -1, true)]
    [InlineData(-1, 0, true)]
    [InlineData(1L << 40, StatisticQuery.ScaleBitsMax, false)]
    public void Bounds_and_scales_that_128_bits_do_not_hold_are_refused(long bound, int scaleBits, bool isRefused)
    {
        StatisticQuery query = new("g", [0], 1, 1, bound, 10, "A test.") { ScaleBits = scaleBits };

        Assert.Equal(isRefused, Record.Exception(query.RequireWithinBound) is InvalidOperationException);
    }
}
