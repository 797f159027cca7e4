using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding.Tokens;
using RingFed.Learning.Models.BayesianNetwork;

namespace RingFed.Learning.Models.Hybrid;

/// <summary>A cohort as the decoder reads it.</summary>
internal static class HybridRows
{
    /// <summary>Logarithm of what stands for no probability at all.</summary>
    public const double LogMin = -30;

    /// <summary>
    /// One-hots of all tokens, then the logarithms of the network's probabilities for the tokens of each sharpened unit. A token that
    /// the ring has too few of is all zeros and adds nothing to a loss; an endpoint's counts as the one its records were moved to.
    /// </summary>
    /// <returns>[rows, layout.Tokens + layout.SharpenedTokens] float32.</returns>
    /// <exception cref="ArgumentException">The cohort has another schema, or a value is missing where none may be.</exception>
    public static float[] Encode(HybridLayout layout, FittedNetwork network, Cohort cohort)
    {
        int[][] tokens = layout.Shape.Layout.Encode(cohort);
        int[][] seen = [.. layout.Shape.Layout.Units.Select(Seen)];
        NetworkChances chances = new(layout, network);
        int width = layout.Tokens + layout.SharpenedTokens;
        float[] rows = new float[(long)cohort.Count * width];
        int[] row = new int[tokens.Length];
        for (int r = 0; r < cohort.Count; r++)
        {
            Span<float> values = rows.AsSpan(r * width, width);
            for (int unit = 0; unit < row.Length; unit++)
            {
                row[unit] = seen[unit][tokens[unit][r]];
                Set(layout, values, unit, row[unit]);
            }

            SetLogs(layout, chances, row, values[layout.Tokens..]);
        }

        return rows;
    }

    /// <summary>Marks a unit's token in a row.</summary>
    public static void Set(HybridLayout layout, Span<float> row, int unit, int token)
    {
        if (layout.Shape.Layout.Units[unit].Shares[token] > 0)
        {
            row[layout.Start(unit) + token] = 1;
        }
    }

    private static void SetLogs(HybridLayout layout, NetworkChances chances, int[] row, Span<float> logs)
    {
        foreach (int unit in layout.Sharpened)
        {
            int start = layout.Start(unit) - layout.OtherTokens;
            ReadOnlySpan<double> shares = chances.Of(unit, row);
            for (int token = 0; token < shares.Length; token++)
            {
                logs[start + token] = (float)Math.Max(LogMin, ExactMath.Log(shares[token]));
            }
        }
    }

    /// <summary>
    /// Where each token's records count: an endpoint's token that the ring has too few of gives them to the next time bin of its
    /// flag, as the encoder does, else to the last one that has enough.
    /// </summary>
    private static int[] Seen(TokenUnit unit) => [.. Enumerable.Range(0, unit.Count).Select(token =>
        unit is EndpointTokens endpoint && token != endpoint.MissingToken && endpoint.Shares[token] == 0 ? Moved(endpoint, token) : token)];

    private static int Moved(EndpointTokens endpoint, int token)
    {
        int first = token - (token % endpoint.TimeBins);
        int[] supported = [.. Enumerable.Range(first, endpoint.TimeBins).Where(other => endpoint.Shares[other] > 0)];
        return supported.Length == 0 ? token : supported.FirstOrDefault(other => other > token, supported[^1]);
    }
}
