using RingFed.Federation.Aggregation;

namespace RingFed.Daemon.Commands.Bench;

/// <summary>Random updates of a model with a few tensors, the same for the same sizes.</summary>
internal static class AggregationWorkload
{
    private const int Seed = 4427;

    /// <summary>Tensors of the layout; a model of ten million parameters has about as many.</summary>
    private const int Tensors = 10;

    /// <summary>A layout of so many parameters.</summary>
    internal static ParameterLayout Layout(int parameters)
    {
        int tensors = Math.Min(Tensors, parameters);
        int each = parameters / tensors;
        return new ParameterLayout("benchmark", Enumerable.Range(0, tensors).Select(i => (
            $"tensor{i}", (IReadOnlyList<long>)[i == 0 ? parameters - (each * (tensors - 1)) : each], "generator")));
    }

    /// <summary>One row a silo, values uniform in [-0.5, 0.5).</summary>
    internal static float[][] Rows(int silos, int length)
    {
        Random random = new(Seed);
        float[][] rows = new float[silos][];
        for (int silo = 0; silo < silos; silo++)
        {
            rows[silo] = new float[length];
            for (int i = 0; i < length; i++)
            {
                rows[silo][i] = random.NextSingle() - 0.5f;
            }
        }

        return rows;
    }

    internal static AggregationInput Input(float[][] rows, ParameterLayout layout, int threads) =>
        new([.. rows.Select(row => UpdateVector.Of(row))], [.. rows.Select(_ => 1.0)], layout, threads);
}
