using System.Numerics.Tensors;
using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Models.Clustering;

/// <summary>
/// A silo's part of the Gibbs sampler: given what the ring shares it draws its own component shares and its patients'
/// components, again and again. Of the draws only counts leave.
/// </summary>
internal sealed class AssignmentSampler
{
    /// <summary>Factors of at least 1e-9 multiplied before the product is brought back into range.</summary>
    private const int FactorsInRange = 16;

    private readonly int[][] _rows;
    private readonly HierarchicalMixtureOptions _options;
    private readonly SeededRandom _random;
    private readonly int _genes;
    private readonly int[] _assigned;

    /// <summary>
    /// Every row has a gene. A patient begins with those who share one of its genes, taken at random: a sampler merges what is too fine within a
    /// few sweeps, but splits what is too coarse only when an empty component happens to be drawn like the split.
    /// </summary>
    public AssignmentSampler(int[][] rows, int genes, HierarchicalMixtureOptions options, SeededRandom random)
    {
        (_rows, _genes, _options, _random) = (rows, genes, options, random);
        _assigned = [.. rows.Select(row => row[random.Index(row.Length)] % options.Components)];
    }

    /// <summary>Draws shares π ~ Dirichlet(α β_k + n_k), then each patient's component, in proportion to π_k Π φ_kg over its genes.</summary>
    public void Sweep(SharedDraw shared)
    {
        double[] shares = Shares(shared);
        double[] weights = new double[_options.Components];
        for (int row = 0; row < _rows.Length; row++)
        {
            shares.CopyTo(weights, 0);
            Multiply(weights, _rows[row], shared);
            _assigned[row] = _random.Categorical(weights);
        }
    }

    /// <summary>This silo's part of the sum.</summary>
    /// <param name="shared">What the tables are drawn under; null before the first sum, when every component in use has one.</param>
    public MixtureTotals Count(SharedDraw? shared)
    {
        MixtureTotals totals = new(new long[MixtureTotals.Length(_options.Components, _genes)], _options.Components, _genes);
        for (int row = 0; row < _rows.Length; row++)
        {
            totals.Patients[_assigned[row]]++;
            foreach (int gene in _rows[row])
            {
                totals.Carriers(_assigned[row])[gene]++;
            }
        }

        for (int k = 0; k < _options.Components; k++)
        {
            totals.Tables[k] = Tables(totals.Patients[k], shared is null ? 0 : _options.SiloConcentration * shared.Weights[k]);
        }

        return totals;
    }

    /// <summary>
    /// Tables that so many patients sit at: patient i opens one with probability c/(c + i - 1), the first always
    /// (Antoniak, Annals of Statistics 1974).
    /// </summary>
    private long Tables(long patients, double concentration)
    {
        long tables = Math.Min(patients, 1);
        for (long i = 1; i < patients; i++)
        {
            tables += _random.Bernoulli(concentration / (concentration + i)) ? 1 : 0;
        }

        return tables;
    }

    private double[] Shares(SharedDraw shared)
    {
        double[] shares = [.. shared.Weights.Select(weight => _options.SiloConcentration * weight)];
        foreach (int component in _assigned)
        {
            shares[component]++;
        }

        for (int k = 0; k < shares.Length; k++)
        {
            shares[k] = _random.Gamma(shares[k]);
        }

        // Categorical draws need no shares that sum to 1.
        return shares;
    }

    private static void Multiply(double[] weights, int[] genes, SharedDraw shared)
    {
        for (int i = 0; i < genes.Length; i++)
        {
            TensorPrimitives.Multiply(weights, shared.Genes.AsSpan(genes[i] * weights.Length, weights.Length), weights);
            if ((i + 1) % FactorsInRange == 0)
            {
                TensorPrimitives.Divide(weights, TensorPrimitives.Max<double>(weights), weights);
            }
        }
    }
}
