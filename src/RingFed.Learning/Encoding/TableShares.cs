namespace RingFed.Learning.Encoding;

/// <summary>How often the ring saw each token of a block.</summary>
internal static class TableShares
{
    /// <summary>Fills <paramref name="shares"/> ([block.TokenCount]) with shares that sum to 1.</summary>
    public static void Of(TableBlock block, Span<double> shares)
    {
        double missing = block.HasMissing ? block.Encoding.MissingFraction : 0;
        Weigh(block.Encoding, shares);
        double total = Sum(shares[..block.ValueTokens]);
        for (int token = 0; token < block.ValueTokens; token++)
        {
            // A column whose every cell fell below k tells nothing: all its values stay possible.
            shares[token] = (total > 0 ? shares[token] / total : 1.0 / block.ValueTokens) * (1 - missing);
        }

        if (block.HasMissing)
        {
            shares[block.MissingToken] = missing;
        }
    }

    private static void Weigh(ColumnEncoding encoding, Span<double> weights)
    {
        switch (encoding)
        {
            case ContinuousEncoding numeric:
                for (int mode = 0; mode < numeric.Modes.Count; mode++)
                {
                    weights[mode] = numeric.Modes[mode].Weight;
                }

                break;
            case CategoricalEncoding categorical:
                Copy(categorical.Counts, weights);
                break;
            case EndpointEncoding endpoint:
                Copy(endpoint.Counts, weights);
                break;
        }
    }

    private static void Copy(long[] counts, Span<double> weights)
    {
        for (int token = 0; token < counts.Length; token++)
        {
            weights[token] = counts[token];
        }
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum;
    }
}
