using RingFed.Federation.Aggregation;
using RingFed.Federation.Aggregation.Kernels;

namespace RingFed.Federation.Tests.Aggregation;

/// <summary>Builds rule inputs for tests: hand-written ones, and reproducible ones without any library generator.</summary>
internal static class Updates
{
    internal static ParameterLayout Layout(params int[] sizes) =>
        new("test", sizes.Select((size, i) => ($"tensor{i}", (IReadOnlyList<long>)[size], "generator")));

    internal static AggregationInput Input(float[][] rows, int threads = 1, ParameterLayout? layout = null) =>
        new([.. rows.Select(row => new ReadOnlyMemory<float>(row))], [.. rows.Select(_ => 1.0)], layout ?? Layout(rows[0].Length), threads);

    internal static float[] Aggregate(string rule, float[][] rows, int? f = null, int threads = 1, ParameterLayout? layout = null)
    {
        float[] result = new float[rows[0].Length];
        AggregationRules.Resolve(rule, rows.Length, f).Aggregate(Input(rows, threads, layout), result);
        return result;
    }

    /// <summary>Plain squared distances, the whole vector as one.</summary>
    internal static DistanceMatrix Unscaled(float[][] rows) => DistanceMatrix.FromPairs(
        rows.Length, PairwiseSquares.PerTensor(Input(rows)).Single().Pairs);

    /// <summary>Values in (-1, 1) times a power of two between 2^-12 and 2^3, from a 64-bit linear congruential generator.</summary>
    internal static float[][] Scattered(int silos, int length, ulong seed = 1)
    {
        ulong state = seed;
        float[][] rows = new float[silos][];
        for (int silo = 0; silo < silos; silo++)
        {
            rows[silo] = new float[length];
            for (int i = 0; i < length; i++)
            {
                rows[silo][i] = Next(ref state);
            }
        }

        return rows;
    }

    private static float Next(ref ulong state)
    {
        state = unchecked((state * 6364136223846793005UL) + 1442695040888963407UL);
        int mantissa = (int)(state >> 40) - (1 << 23);
        int exponent = (int)((state >> 36) & 15) - 12;
        return mantissa * BitConverter.Int32BitsToSingle((exponent - 23 + 127) << 23);
    }
}
