using RingFed.Learning.Data;
using RingFed.Learning.Evaluation.Trees;

namespace RingFed.Learning.Evaluation.Detection;

/// <summary>
/// Can a classifier tell real patients from drawn ones? Fitted on real training rows against drawn rows S1 (equal
/// numbers, at most 4,000 each), scored on real hold-out rows against other drawn rows S2 (equal numbers), so that
/// neither memorised training rows nor memorised drawn rows help. Random forest (300 trees, leaf 5) and histogram
/// gradient boosting (150 rounds of .06) on decoded values; .5 + |AUC - .5| of each, .5 is ideal. The larger is quoted,
/// which errs upward by about a standard error when nothing can be told.
/// </summary>
/// <param name="Forest">.5 + |AUC - .5| of the forest with DeLong's interval, folded alike.</param>
/// <param name="Boosting">The same of gradient boosting.</param>
/// <param name="Null">What chance alone reaches (<see cref="DetectionNull"/>).</param>
internal sealed record DetectionScore(Score Forest, Score Boosting, Score Null)
{
    private const int RowsMaxPerClass = 4_000;
    private const int FitRowsMin = 20;
    private const int TestRowsMin = 10;

    /// <summary>The larger of both, with its own interval; the note names the classifier.</summary>
    public Score Larger => LargerOf(Forest, Boosting);

    /// <summary>
    /// Drawn rows are shared between fit and test as the real ones are when they do not suffice for both.
    /// Fewer than 20 rows a class to fit on, or 10 to test on, is no score.
    /// </summary>
    public static DetectionScore Of(Cohort train, Cohort holdout, Cohort drawn, long seed, int threads)
    {
        int test = (int)Math.Min(holdout.Count, (long)drawn.Count * holdout.Count / Math.Max(1, train.Count + holdout.Count));
        int fit = Math.Min(RowsMaxPerClass, Math.Min(train.Count, drawn.Count - test));
        if (fit < FitRowsMin || test < TestRowsMin)
        {
            Score none = Score.None($"too few rows: {fit} a class to fit on (at least {FitRowsMin}), {test} to test on (at least {TestRowsMin})");
            return new DetectionScore(none, none, none);
        }

        (Cohort drawnTest, Cohort drawnRest) = drawn.Cut(test, SeedTree.Child(seed, 0));
        Cohort realFit = train.Sample(fit, SeedTree.Child(seed, 1));
        Cohort realTest = holdout.Sample(test, SeedTree.Child(seed, 2));
        return Compare(
            FeatureMatrix.Labelled(realFit, drawnRest.Sample(fit, SeedTree.Child(seed, 3))),
            FeatureMatrix.Labelled(realTest, drawnTest),
            new RandomForestOptions { Seed = SeedTree.Child(seed, 4), Threads = threads },
            SeedTree.Child(seed, 5));
    }

    private static Score LargerOf(Score forest, Score boosting) => forest.Value is not { } byForest || boosting.Value is not { } byBoosting
        ? forest
        : byForest >= byBoosting ? forest with { Note = "random forest" } : boosting with { Note = "gradient boosting" };

    private static DetectionScore Compare(
        (FeatureMatrix Features, bool[] Labels) fit, (FeatureMatrix Features, bool[] Labels) test, RandomForestOptions options, long nullSeed)
    {
        double[] forest = RandomForest.Fit(fit.Features, fit.Labels, options).Predict(test.Features);
        double[] boosting = GradientBoosting.Fit(fit.Features, fit.Labels, new GradientBoostingOptions()).Predict(test.Features);
        (Score byForest, Score byBoosting) = (Folded(forest, test.Labels), Folded(boosting, test.Labels));
        return new DetectionScore(
            byForest,
            byBoosting,
            LargerOf(byForest, byBoosting).Value is { } observed
                ? DetectionNull.Of([forest, boosting], test.Labels, observed, nullSeed)
                : Score.None("nothing was detected to compare chance with"));
    }

    private static Score Folded(double[] probabilities, bool[] labels)
    {
        if (Auc.Of(probabilities, labels) is not { } auc)
        {
            return Score.None("the area under the curve needs two rows of each class");
        }

        double low = Fold(auc.Low);
        double high = Fold(auc.High);
        bool spansChance = auc.Low <= .5 && auc.High >= .5;
        return new Score(Fold(auc.Value), spansChance ? .5 : Math.Min(low, high), Math.Max(low, high));
    }

    private static double Fold(double area) => .5 + Math.Abs(area - .5);
}
