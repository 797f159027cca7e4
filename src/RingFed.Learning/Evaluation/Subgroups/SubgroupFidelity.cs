using RingFed.Learning.Data;

namespace RingFed.Learning.Evaluation.Subgroups;

/// <summary>What a subgroup's report is, or why there is none.</summary>
/// <param name="RealRows">Training and hold-out patients of the subgroup.</param>
/// <param name="Report">With a floor and a ceiling of the subgroup's own; null where <paramref name="Reason"/> says why.</param>
public sealed record SubgroupResult(string Name, int RealRows, int SyntheticRows, EvaluationReport? Report, string? Reason);

/// <summary>
/// Is a generator as faithful to women as to men, to the old as to the young, to each site? A whole cohort's figures hide
/// whom it fails. Subgroups of fewer than 50 real patients are not judged.
/// </summary>
public static class SubgroupFidelity
{
    public const int RealRowsMin = 50;

    /// <summary>The quick groups of metrics, those of the schema's endpoints included; detection of few patients says little.</summary>
    public static IReadOnlyList<string> QuickGroups(CohortSchema schema) =>
        ["shape", "trend", "columnTests", "missingness", "genes", .. schema.Endpoints.Select(endpoint => $"survival.{endpoint.Name}")];

    /// <param name="options">As of a whole report; without groups named, those of <see cref="QuickGroups"/>.</param>
    public static IReadOnlyList<SubgroupResult> Of(
        Evaluator evaluator, IReadOnlyList<Subgroup> subgroups, EvaluationOptions options, CancellationToken cancellation = default) =>
        [.. subgroups.Select(subgroup => Of(evaluator, subgroup, options, cancellation))];

    private static SubgroupResult Of(Evaluator evaluator, Subgroup subgroup, EvaluationOptions options, CancellationToken cancellation)
    {
        int real = subgroup.Train.Count + subgroup.Holdout.Count;
        string? reason = real < RealRowsMin ? $"fewer than {RealRowsMin} real patients"
            : subgroup.Train.Count == 0 || subgroup.Holdout.Count == 0 ? "no training or no hold-out patient"
            : subgroup.Synthetic.Count == 0 ? "no synthetic patient"
            : null;
        EvaluationReport? report = reason is not null ? null : evaluator.Evaluate(
            subgroup.Train,
            subgroup.Holdout,
            subgroup.Synthetic,
            options with { Groups = options.Groups ?? QuickGroups(subgroup.Train.Schema) },
            cancellation);
        return new SubgroupResult(subgroup.Name, real, subgroup.Synthetic.Count, report, reason);
    }
}
