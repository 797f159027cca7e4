using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Models.Clustering;

/// <summary>
/// Clusters of patients by mutated genes: the carriers and patients of each, and the assignment of patients to them.
/// </summary>
public sealed class GeneComponents
{
    /// <summary>What <see cref="Assign"/> says of a patient without a known mutation, of whom there is nothing to tell.</summary>
    public const int Unassigned = -1;

    /// <summary>k: fewer patients are not called a component, and fewer carriers do not name one.</summary>
    public const int PatientsFloor = 10;

    private const int LeadingGenesMax = 3;
    private const double LeadingShareMin = .2;

    private readonly double[] _logShares;
    private readonly double[][] _logOdds;
    private readonly double[][] _logPolynomials;
    private readonly int[] _columns;

    /// <param name="genes">Names of binary columns.</param>
    /// <param name="schema">Where they stand.</param>
    /// <param name="components">Largest first; none is allowed, and then nobody is assigned.</param>
    internal GeneComponents(CohortSchema schema, IReadOnlyList<string> genes, IReadOnlyList<GeneComponent> components)
    {
        (Genes, Components) = (genes, components);
        _columns = [.. genes.Select(schema.IndexOf)];
        double patients = components.Sum(component => component.Patients);
        _logShares = [.. components.Select(component => ExactMath.Log(component.Patients / patients))];
        _logOdds = [.. components.Select(component => LogOdds(component).ToArray())];
        _logPolynomials = [.. _logOdds.Select(odds => FisherHypergeometric.LogSymmetricPolynomials(odds))];
    }

    public IReadOnlyList<string> Genes { get; }

    /// <summary>Largest first.</summary>
    public IReadOnlyList<GeneComponent> Components { get; }

    /// <summary>A component in words, such as "NPM1 + DNMT3A": up to three genes that at least a fifth of its patients and ten carry, those of most excess over all patients first.</summary>
    public string NameOf(int component)
    {
        GeneComponent own = Components[component];
        double all = Components.Sum(other => other.Patients);
        string[] leading = [.. Enumerable.Range(0, Genes.Count)
            .Select(g => (Gene: Genes[g], Share: own.Carriers[g] / own.Patients, Count: own.Carriers[g], Overall: Components.Sum(other => other.Carriers[g]) / all))
            .Where(gene => gene.Share >= LeadingShareMin && gene.Count >= PatientsFloor && (gene.Share > gene.Overall || Components.Count == 1))
            .OrderByDescending(gene => gene.Share - gene.Overall)
            .ThenBy(gene => gene.Gene, StringComparer.Ordinal)
            .Take(LeadingGenesMax)
            .Select(gene => gene.Gene)];
        return leading.Length == 0 ? "no leading gene" : string.Join(" + ", leading);
    }

    /// <summary>
    /// Each patient's most probable component: its share of patients times P(mutated genes | their number) by Fisher's
    /// non-central hypergeometric distribution with the component's odds. <see cref="Unassigned"/> without a known mutation.
    /// Ties go to the larger component.
    /// </summary>
    /// <param name="cohort">Of the schema that the components were fitted under.</param>
    public int[] Assign(Cohort cohort) => [.. MutationRows.Of(cohort, _columns).Select(Assign)];

    private int Assign(int[] mutated)
    {
        int best = Unassigned;
        double most = double.NegativeInfinity;
        for (int k = 0; mutated.Length > 0 && k < Components.Count; k++)
        {
            double log = _logShares[k] + FisherHypergeometric.LogProbability(mutated, _logOdds[k], _logPolynomials[k]);
            (best, most) = log > most ? (k, log) : (best, most);
        }

        return best;
    }

    /// <summary>Odds with half a patient more on either side, so that they are finite.</summary>
    private static IEnumerable<double> LogOdds(GeneComponent component) =>
        component.Carriers.Select(carriers =>
            ExactMath.Log(carriers + .5) - ExactMath.Log(Math.Max(0, component.Patients - carriers) + .5));
}

/// <summary>One cluster.</summary>
/// <param name="Patients">With a known abnormality; mean over the draws kept, at the whole ring.</param>
/// <param name="Carriers">Of each gene, likewise; those below k merged (<see cref="SmallCells"/>).</param>
public sealed record GeneComponent(double Patients, IReadOnlyList<double> Carriers);
