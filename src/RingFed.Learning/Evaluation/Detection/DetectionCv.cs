using RingFed.Learning.Data;
using RingFed.Learning.Evaluation.Trees;

namespace RingFed.Learning.Evaluation.Detection;

/// <summary>
/// Detection by cross-validation against the training rows: forest of 100 trees, leaf 5, three stratified folds, equal n
/// (at most 4,000 each), mean of the folds' AUC, not folded at .5. It rewards copying, for a copied row lies in both
/// classes; kept only to compare with figures that were taken so.
/// </summary>
internal static class DetectionCv
{
    private const int Folds = 3;
    private const int Trees = 100;
    private const int RowsMaxPerClass = 4_000;
    private const int RowsMin = 20;

    public static Score Of(Cohort train, Cohort drawn, long seed, int threads)
    {
        int equal = Math.Min(RowsMaxPerClass, Math.Min(train.Count, drawn.Count));
        if (equal < RowsMin)
        {
            return Score.None($"too few rows: {equal} a class (at least {RowsMin})");
        }

        // Rows are taken in random order, so every third is a random fold of each class.
        Cohort real = train.Cut(equal, SeedTree.Child(seed, 0)).Head;
        Cohort fake = drawn.Cut(equal, SeedTree.Child(seed, 1)).Head;
        return Score.Mean(
            [.. Enumerable.Range(0, Folds).Select(fold => Area(real, fake, fold, SeedTree.Child(seed, 2 + fold), threads))], "");
    }

    private static double Area(Cohort real, Cohort fake, int fold, long seed, int threads)
    {
        (FeatureMatrix features, bool[] labels) = FeatureMatrix.Labelled(Rows(real, fold, inside: false), Rows(fake, fold, inside: false));
        RandomForest forest = RandomForest.Fit(features, labels, new RandomForestOptions { Trees = Trees, Seed = seed, Threads = threads });
        (FeatureMatrix tested, bool[] truth) = FeatureMatrix.Labelled(Rows(real, fold, inside: true), Rows(fake, fold, inside: true));
        return Auc.Of(forest.Predict(tested), truth)!.Value;
    }

    private static Cohort Rows(Cohort cohort, int fold, bool inside) =>
        cohort.Take([.. Enumerable.Range(0, cohort.Count).Where(row => row % Folds == fold == inside)]);
}
