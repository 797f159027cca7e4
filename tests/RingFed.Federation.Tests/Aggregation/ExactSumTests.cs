using RingFed.Federation.Aggregation;

namespace RingFed.Federation.Tests.Aggregation;

public sealed class ExactSumTests
{
    [Fact]
    public void Integers_are_added_one_by_one()
    {
        long[] total = [1, -2, long.MaxValue - 1];
        ExactSum.Add([10, -20, 1], total);
        Assert.Equal([11, -22, long.MaxValue], total);
    }

    [Theory]
    [InlineData(long.MaxValue, 1)]
    [InlineData(long.MinValue, -1)]
    public void A_sum_beyond_64_bits_is_refused_not_wrapped(long held, long added) => Assert.Equal(
        AggregationFault.Overflow, Assert.Throws<AggregationException>(() => ExactSum.Add([added], [held])).Fault);

    [Fact]
    public void An_overflow_names_the_place_and_no_value() => Assert.DoesNotContain(
        "77", Assert.Throws<AggregationException>(() => ExactSum.Add([0, 7777], [0, long.MaxValue])).Message);

    [Fact]
    public void Statistics_of_different_length_are_not_added() => Assert.Equal(
        AggregationFault.InputShape, Assert.Throws<AggregationException>(() => ExactSum.Add([1, 2], [1])).Fault);
}
