namespace RingFed.Learning.Evaluation.Fidelity;

/// <summary>
/// Share of the significantly associated pairs of genes whose φ has the same sign in the other cohort; φ of exactly 0
/// agrees with neither. Independent columns stand near .5.
/// </summary>
internal static class SignAgreement
{
    public static Score Of(IReadOnlyList<(double Reference, double Other)> pairs) => Score.Mean(
        [.. pairs.Select(pair => pair.Reference * pair.Other > 0 ? 1.0 : 0)], GenePairs.NoneReason);
}
