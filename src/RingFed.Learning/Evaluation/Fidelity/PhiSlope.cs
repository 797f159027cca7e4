using RingFed.Learning.Data;

namespace RingFed.Learning.Evaluation.Fidelity;

/// <summary>
/// How much of the association between genes survives: the slope of φ in the other cohort on φ in the reference, by
/// least squares through the origin, Σ φφ' / Σ φ², over <see cref="GenePairs.Significant"/> pairs. 1 is ideal, 0 means
/// independent, above 1 exaggerated.
/// </summary>
internal static class PhiSlope
{
    public static Score Of(Cohort reference, Cohort other, int[] genes) => Of(GenePairs.Significant(reference, other, genes));

    public static Score Of(IReadOnlyList<(double Reference, double Other)> pairs) => pairs.Count == 0
        ? Score.None(GenePairs.NoneReason)
        : new Score(
            pairs.Sum(pair => pair.Reference * pair.Other) / pairs.Sum(pair => pair.Reference * pair.Reference),
            Note: $"{pairs.Count} pairs");
}
