using RingFed.Federation.Masking;
using RingFed.Simulation;
using RingFed.Simulation.Masking;

namespace RingFed.Federation.Tests.Masking;

public sealed class SecretSharingTests
{
    [Fact]
    public void Shares_are_the_values_of_a_polynomial_worked_by_hand()
    {
        // 7 + 2x + x^2 at 1, 2, 3 and 5.
        Assert.Equal([new Scalar(10), new(15), new(22), new(42)], Deal(new Scalar(7), 3, new FixedDraws(2, 1), 0, 1, 2, 4));
    }

    [Fact]
    public void Weights_are_those_of_Lagrange_worked_by_hand()
    {
        // At places 1 and 2 of a line: f(0) = 2 f(1) - f(2).
        Scalar[] weights = SecretSharing.Weights([0, 1]);
        Assert.Equal(new Scalar(2), weights[0]);
        Assert.True((weights[1] + new Scalar(1)).IsZero);
    }

    [Fact]
    public void Any_threshold_of_the_shares_gives_the_secret()
    {
        Scalar secret = Scalar.Draw(Randomness(1));
        int[] silos = [0, 2, 3, 5, 127];
        Scalar[] shares = Deal(secret, 3, Randomness(2), silos);
        for (int left = 0; left < 5; left++)
        {
            for (int middle = left + 1; middle < 5; middle++)
            {
                for (int right = middle + 1; right < 5; right++)
                {
                    Assert.Equal(secret, SecretSharing.Combine(
                        SecretSharing.Weights([silos[left], silos[middle], silos[right]]), [shares[left], shares[middle], shares[right]]));
                }
            }
        }
    }

    [Fact]
    public void A_threshold_of_one_hands_the_secret_to_everyone() =>
        Assert.All(Deal(new Scalar(9), 1, new FixedDraws(), 0, 1, 2), share => Assert.Equal(new Scalar(9), share));

    /// <summary>
    /// Two of three needed shares fit every secret: for each there is a third share that yields it, and it is a different
    /// one for each, so that the two say nothing.
    /// </summary>
    [Fact]
    public void One_share_too_few_fits_every_secret()
    {
        Scalar[] shares = Deal(new Scalar(7), 3, Randomness(3), 0, 1);
        Scalar[] weights = SecretSharing.Weights([0, 1, 2]);
        Scalar inverse = InverseOf(weights[2]);
        HashSet<Scalar> thirds = [];
        foreach (uint claimed in (uint[])[0, 1, 7, 1_000_000])
        {
            Scalar known = (weights[0] * shares[0]) + (weights[1] * shares[1]);
            Scalar third = (new Scalar(claimed) + (known * ScalarTests.ScalarOf(MinusOne))) * inverse;
            Assert.Equal(new Scalar(claimed), SecretSharing.Combine(weights, [shares[0], shares[1], third]));
            Assert.True(thirds.Add(third));
        }
    }

    private static readonly System.Numerics.BigInteger Order = System.Numerics.BigInteger.Parse(
        "00FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", System.Globalization.NumberStyles.HexNumber);

    private static System.Numerics.BigInteger MinusOne => Order - 1;

    private static Scalar InverseOf(Scalar scalar) =>
        ScalarTests.ScalarOf(System.Numerics.BigInteger.ModPow(ScalarTests.NumberOf(scalar), Order - 2, Order));

    private static Scalar[] Deal(Scalar secret, int threshold, IMaskRandomness randomness, params int[] silos)
    {
        Scalar[] shares = new Scalar[silos.Length];
        SecretSharing.Deal(secret, threshold, randomness, silos, shares);
        return shares;
    }

    private static SeededMaskRandomness Randomness(ulong seed) => new(new Dice(seed));
}
