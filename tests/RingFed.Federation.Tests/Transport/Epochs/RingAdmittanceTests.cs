using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Epochs;
using RingFed.Federation.Messages;
using RingFed.Federation.Transport.Epochs;

namespace RingFed.Federation.Tests.Transport.Epochs;

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

        // b, c, d and j, i, h are near now; f, c and i, h, g were before, and x is gone.
        Assert.Equal(["b", "c", "d", "f", "g", "h", "i", "j"], admittance.Silos.Order());
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
