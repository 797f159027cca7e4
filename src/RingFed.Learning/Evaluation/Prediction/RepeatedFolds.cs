using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Privacy;

namespace RingFed.Learning.Evaluation.Prediction;

/// <summary>
/// Repeated k-fold cross-validation: every repeat deals the patients anew into k parts of equal size and equal share of
/// each label, and each part is tested once on a model trained on the others. For cohorts too small to be split once.
/// </summary>
/// <param name="Repeat">From 0.</param>
/// <param name="Training">Rows of the other parts, ascending.</param>
/// <param name="Test">Rows of this part, ascending.</param>
public sealed record RepeatedFolds(int Repeat, int[] Training, int[] Test)
{
    /// <param name="labels">One a patient.</param>
    /// <returns>repeats x folds of them, a repeat's one after another; repeat r depends on seed and r alone.</returns>
    /// <exception cref="ArgumentException">There are fewer patients than folds, or fewer than two folds.</exception>
    public static IReadOnlyList<RepeatedFolds> Of(IReadOnlyList<bool> labels, int repeats, int folds, long seed)
    {
        if (folds < 2 || labels.Count < folds)
        {
            throw new ArgumentException($"{labels.Count} patients cannot be dealt into {folds} folds; 2 folds or more, and a patient for each.", nameof(folds));
        }

        return [.. Enumerable.Range(0, repeats).SelectMany(repeat => Deal(labels, repeat, folds, new SeededRandom(seed, repeat)))];
    }

    private static IEnumerable<RepeatedFolds> Deal(IReadOnlyList<bool> labels, int repeat, int folds, SeededRandom random)
    {
        int[] order = new int[labels.Count];
        Shuffling.Permute(order, random);

        // One label after the other, dealt in turn: parts differ by one patient at most, and so does their share of labels.
        int[] dealt = [.. order.OrderByDescending(row => labels[row])];
        for (int fold = 0; fold < folds; fold++)
        {
            yield return new RepeatedFolds(
                repeat,
                [.. dealt.Where((_, place) => place % folds != fold).Order()],
                [.. dealt.Where((_, place) => place % folds == fold).Order()]);
        }
    }
}
