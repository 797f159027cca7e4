using RingFed.Learning.Data;
using RingFed.Learning.Evaluation.Fidelity;
using RingFed.Learning.Models.Clustering;

namespace RingFed.Learning.Evaluation.Clustering;

/// <summary>
/// 1 - total variation distance between the shares of genomic clusters: components are fitted on all training patients
/// (<see cref="HierarchicalMixture"/>, one silo) and both cohorts are assigned to them; patients without a known
/// abnormality are a label of their own. Fitted once, when first asked for. Any thread.
/// </summary>
internal sealed class ClusterLabels(Cohort train, long seed)
{
    /// <summary>Enough to tell the large components; the model's own default takes ten times as long.</summary>
    private static readonly HierarchicalMixtureOptions _quick = new() { Sums = 60, Sweeps = 6 };

    private readonly Lazy<GeneComponents> _components = new(() =>
        HierarchicalMixture.FitLocally(train, GenePanel.Genomic(train.Schema), _quick, seed));

    public Score Of(Cohort reference, Cohort other)
    {
        if (_components.Value.Components.Count < 2)
        {
            return Score.None("the training patients form fewer than two genomic clusters");
        }

        return reference.Count == 0 || other.Count == 0
            ? Score.None("a cohort has no rows")
            : new Score(
                1 - LabelShares.TotalVariation(_components.Value.Assign(reference), _components.Value.Assign(other)),
                Note: $"{_components.Value.Components.Count} clusters");
    }
}
