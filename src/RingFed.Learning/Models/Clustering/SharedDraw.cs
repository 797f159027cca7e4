using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Models.Clustering;

/// <summary>
/// What all silos share between two sums: the ring's weights and the components' gene probabilities, drawn from their
/// posterior given a total. The same bits at every silo, for the random numbers are fixed by the topology's seed.
/// </summary>
/// <param name="Weights">[K], sums to 1, above 0.</param>
/// <param name="Genes">[G, K] row-major, gene probabilities times G, so that products of them stay in range; above 0.</param>
internal sealed record SharedDraw(double[] Weights, double[] Genes)
{
    /// <summary>A component or gene that was never drawn may be drawn later: a probability of 0 would rule it out for good.</summary>
    private const double Least = 1e-9;

    public static SharedDraw From(MixtureTotals totals, HierarchicalMixtureOptions options, SeededRandom random)
    {
        int components = options.Components;
        double[] weights = Dirichlet(totals.Tables, options.RingConcentration / components, random);
        double[] genes = new double[totals.Genes * components];
        for (int k = 0; k < components; k++)
        {
            double[] probabilities = Dirichlet(totals.Carriers(k), options.GeneConcentration, random);
            for (int g = 0; g < probabilities.Length; g++)
            {
                genes[(g * components) + k] = probabilities[g] * probabilities.Length;
            }
        }

        return new SharedDraw(weights, genes);
    }

    private static double[] Dirichlet(ReadOnlySpan<long> counts, double prior, SeededRandom random)
    {
        double[] draws = new double[counts.Length];
        double sum = 0;
        for (int i = 0; i < draws.Length; i++)
        {
            draws[i] = random.Gamma(prior + counts[i]);
            sum += draws[i];
        }

        for (int i = 0; i < draws.Length; i++)
        {
            draws[i] = sum > 0 ? Math.Max(Least, draws[i] / sum) : 1.0 / draws.Length;
        }

        return draws;
    }
}
