using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Epochs;
using RingFed.Federation.Messages;

namespace RingFed.Federation.Tests.Ring.Epochs;

public sealed class RingAdmittanceTests
{
    private static readonly string[] Now = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
    private static readonly string[] Before = ["a", "f", "x", "c", "y", "b", "d", "g", "h", "i"];

    private static readonly SessionPlan Plan =
        new("ring", 3, Digest.None, Now, Self: 0, StatisticRounds: 1, ParameterRounds: 9, Nonce: 1, new SessionTimes())
        {
            FirstRound = 7,
            Earlier = [new EarlierEpoch(1, Digest.None, 0, ["a", "z", "x"]), new EarlierEpoch(2, Digest.None, 4, Before)],
        };

    [Fact]
    public void Silos_near_in_an_earlier_epoch_may_still_connect_because_they_may_still_be_in_it()
    {
        RingAdmittance admittance = new(Plan);

        // b, c, d and j, i, h are near now; f, c and i, h, g were before.
        Assert.Equal(["b", "c", "d", "f", "g", "h", "i", "j"], admittance.Silos.Order());
    }

    [Fact]
    public void Silos_that_were_near_and_were_removed_may_connect_too_and_stand_outside_the_roster()
    {
        RingAdmittance admittance = new(Plan);

        // z and x were near in epoch 1, x in epoch 2 too; y was in no reach.
        Assert.Equal(["x", "z"], admittance.Former);
        Assert.Equal((10, 11, -1, 1), (admittance.PlaceOf("x"), admittance.PlaceOf("z"), admittance.PlaceOf("y"), admittance.PlaceOf("b")));
        Assert.Equal(("x", "b"), (admittance.NameOf(10), admittance.NameOf(1)));
        Assert.True(admittance.IsFormer(10) && !admittance.IsFormer(9));
        Assert.True(admittance.Admits("x") && admittance.Admits("b") && !admittance.Admits("y") && !admittance.Admits("e"));
    }

    [Fact]
    public void Where_no_epoch_can_follow_nobody_has_to_be_led_out()
    {
        Assert.Empty(new RingAdmittance(Plan with { ExchangesWithNeighbours = true }).Former);
    }

    [Fact]
    public void A_silo_that_was_removed_is_told_by_which_epoch()
    {
        RingAdmittance admittance = new(Plan);

        Assert.Contains("epoch 3, which began with round 7", admittance.Removal("x"));
        Assert.Contains("epoch 2, which began with round 4", admittance.Removal("z"));
        Assert.Null(admittance.Removal("b"));
        Assert.Null(admittance.Removal("stranger"));
    }
}
