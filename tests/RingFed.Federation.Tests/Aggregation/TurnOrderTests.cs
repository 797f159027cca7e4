using RingFed.Federation.Aggregation;

namespace RingFed.Federation.Tests.Aggregation;

public sealed class TurnOrderTests
{
    [Theory]
    [InlineData(36, "a b c")]
    [InlineData(37, "b c a")]
    [InlineData(38, "c a b")]
    [InlineData(39, "a b c")]
    public void Each_silo_has_its_turn_in_roster_order_from_the_first_round_of_training_on(int round, string order) =>
        Assert.Equal(order.Split(' '), new TurnOrder(["a", "b", "c"], First: 36).Of(round));
}
