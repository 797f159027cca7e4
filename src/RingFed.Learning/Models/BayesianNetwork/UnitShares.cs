namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>What the network gives to the tokens of one unit that is no endpoint.</summary>
internal static class UnitShares
{
    /// <summary>The probability of each token given those of earlier units.</summary>
    /// <param name="tokens">Token of each unit, known for all that come before.</param>
    /// <param name="shares">[tokens of the unit], overwritten; sums to 1.</param>
    public static void Of(FittedNetwork network, int unit, int[] tokens, Span<double> shares)
    {
        shares.Clear();
        Spread(network, network.Shape.Of[unit]!, 1, tokens, shares);
    }

    /// <summary>The largest sum of probability times weight that any context gives, or somewhat more.</summary>
    /// <param name="weights">[tokens of the unit], in 0..1.</param>
    public static double Max(FittedNetwork network, int unit, double[] weights) => Max(network, network.Shape.Of[unit]!, weights);

    private static void Spread(FittedNetwork network, UnitChoice step, double reached, int[] tokens, Span<double> shares)
    {
        double[] values = network.TreeOf[step].Shares(tokens);
        for (int value = 0; value < values.Length; value++)
        {
            if (step.Next[value] is { } next)
            {
                Spread(network, next, reached * values[value], tokens, shares);
            }
            else
            {
                shares[step.Tokens[value]] = reached * values[value];
            }
        }
    }

    private static double Max(FittedNetwork network, UnitChoice step, double[] weights)
    {
        double[] best = [.. step.Next.Select((next, value) => next is null ? weights[step.Tokens[value]] : Max(network, next, weights))];
        return network.TreeOf[step].Branches.Where(branch => branch.Unit < 0).Max(leaf => leaf.Shares.Select((share, value) => share * best[value]).Sum());
    }
}
