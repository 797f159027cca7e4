using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding;
using RingFed.Learning.Encoding.Tokens;

namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>
/// Where within its time bin a patient with a given endpoint token lies: cells of equal width, and one for exactly the bin's end
/// (the last bin's is the end of the range, where a study's end may have put many). One sum over the ring; the records of a
/// token's cells below k are spread evenly over these.
/// </summary>
internal static class PlaceCounts
{
    /// <summary>Cells of equal width; the end has one more.</summary>
    public const int Width = 16;

    public const int Cells = Width + 1;

    public static async Task<double[]> SumAsync(EndpointTokens endpoint, int[] tokens, double[] places, IRingSum ring, SumNames names, CancellationToken cancellationToken)
    {
        long[] counts = new long[endpoint.ValueTokens * Cells];
        for (int row = 0; row < tokens.Length; row++)
        {
            if (tokens[row] != endpoint.MissingToken)
            {
                counts[(tokens[row] * Cells) + (int)(places[row] * Width)]++;
            }
        }

        RingTotal total = await ring.SumAsync(
            StatisticQuery.OfCounts(
                names.Of($"places-{endpoint.Name}"), counts, 1, 1, EncoderFit.RecordsPerSiloMax, EncoderFit.MinimumCount,
                "Times within the time bins of an endpoint, to draw them as they lie."),
            cancellationToken).ConfigureAwait(false);
        return Shares(total.Counts());
    }

    /// <summary>A place of the token, in [0, 1].</summary>
    /// <param name="shares">Per token, <see cref="Cells"/> shares that sum to 1.</param>
    public static double Draw(ReadOnlySpan<double> shares, double from, double to, SeededRandom random)
    {
        Span<double> weights = stackalloc double[Cells];
        for (int cell = 0; cell < Cells; cell++)
        {
            weights[cell] = shares[cell] * Part(cell, from, to);
        }

        int drawn = random.Categorical(weights);
        return drawn == Width ? 1 : random.Uniform(Math.Max(from, (double)drawn / Width), Math.Min(to, (drawn + 1.0) / Width));
    }

    /// <summary>Share of the token that lies from one place to another.</summary>
    public static double Within(ReadOnlySpan<double> shares, double from, double to)
    {
        double sum = 0;
        for (int cell = 0; cell < Cells; cell++)
        {
            sum += shares[cell] * Part(cell, from, to);
        }

        return sum;
    }

    private static double Part(int cell, double from, double to) => cell == Width
        ? to >= 1 ? 1 : 0
        : Math.Clamp((to * Width) - cell, 0, 1) - Math.Clamp((from * Width) - cell, 0, 1);

    private static double[] Shares(long[] counts)
    {
        double[] shares = new double[counts.Length];
        for (int start = 0; start < counts.Length; start += Cells)
        {
            Share(counts.AsSpan(start, Cells), shares.AsSpan(start, Cells));
        }

        return shares;
    }

    private static void Share(ReadOnlySpan<long> counts, Span<double> shares)
    {
        long small = 0;
        int smallCells = 0;
        for (int cell = 0; cell < Cells; cell++)
        {
            bool isSmall = counts[cell] < EncoderFit.MinimumCount;
            small += isSmall ? counts[cell] : 0;
            smallCells += isSmall && cell < Width ? 1 : 0;
        }

        double total = 0;
        for (int cell = 0; cell < Cells; cell++)
        {
            shares[cell] = counts[cell] >= EncoderFit.MinimumCount ? counts[cell] : cell < Width ? (double)small / smallCells : 0;
            total += shares[cell];
        }

        for (int cell = 0; cell < Cells; cell++)
        {
            shares[cell] = total > 0 ? shares[cell] / total : cell < Width ? 1.0 / Width : 0;
        }
    }
}
