using RingFed.Learning.Data;
using RingFed.Learning.Evaluation.Uses;

namespace RingFed.Learning.Evaluation;

/// <summary>Groups of metrics as people name them: by a group's whole name, or by what stands before one of its points ("survival" is all of <c>survival.*</c>).</summary>
/// <param name="Named">The groups that were named, by their whole names; null where none were, which stands for all that need no naming.</param>
/// <param name="Unknown">What names no group.</param>
/// <param name="Known">All groups that the cohorts give reason for, those on request included.</param>
public sealed record GroupNames(IReadOnlyList<string>? Named, IReadOnlyList<string> Unknown, IReadOnlyList<string> Known)
{
    /// <param name="options">Their groups are what is read.</param>
    /// <exception cref="ArgumentException">A gene is no binary column, or a stratum no categorical one.</exception>
    public static GroupNames Of(Cohort train, Cohort holdout, EvaluationOptions options)
    {
        string[] known = [.. MetricGroup.For(train, holdout, options with { Groups = [UseGroups.Family] }).Select(group => group.Name)];
        return new GroupNames(
            options.Groups is { } texts ? [.. known.Where(group => texts.Any(text => Names(text, group)))] : null,
            [.. (options.Groups ?? []).Where(text => !known.Any(group => Names(text, group)))],
            known);
    }

    /// <summary>Whether the groups "uses", or some of them, are among those named: they take as long as all others and need naming.</summary>
    public static bool AsksForUses(IReadOnlyList<string>? texts) => texts?.Any(text => Names(UseGroups.Family, text)) == true;

    /// <summary>Whether a text names the group.</summary>
    internal static bool Names(string text, string group) => group == text || group.StartsWith(text + ".", StringComparison.Ordinal);
}
