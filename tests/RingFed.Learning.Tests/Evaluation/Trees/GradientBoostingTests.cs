using RingFed.Learning.Evaluation;
using RingFed.Learning.Evaluation.Detection;
using RingFed.Learning.Evaluation.Trees;

namespace RingFed.Learning.Tests.Evaluation.Trees;

public sealed class GradientBoostingTests
{
    private static readonly GradientBoostingOptions Protocol = new();

    // scikit-learn 1.2.1, HistGradientBoostingClassifier(learning_rate=.06, max_iter=150, early_stopping=False).
    private const double ScikitArea = .6959;

    [Fact]
    public void Ranks_as_well_as_scikit_learn_on_the_same_rows()
    {
        (FeatureMatrix train, bool[] labels) = ToyClassification.Draw(20260101, 3000);
        (FeatureMatrix test, bool[] truth) = ToyClassification.Draw(20260102, 2000);
        double[] probabilities = GradientBoosting.Fit(train, labels, Protocol).Predict(test);
        Assert.Equal(ScikitArea, Auc.Of(probabilities, truth)!.Value, .005);
    }

    [Fact]
    public void One_round_on_one_flag_is_a_Newton_step_from_the_base_rate()
    {
        // 40 rows, 20 positive, so the base score is 0, gradients are ∓.5 and hessians .25. The flag's 20 rows hold 15
        // positives: their step is 15*.5 - 5*.5 over 20*.25, which is 1.
        bool[] labels = [.. Enumerable.Range(0, 40).Select(row => row < 15 || row >= 35)];
        FeatureMatrix features = new([[.. Enumerable.Range(0, 40).Select(row => row < 20 ? 1.0 : 0.0)]]);
        GradientBoostingOptions one = Protocol with { Rounds = 1, LearningRate = .5 };
        double[] probabilities = GradientBoosting.Fit(features, labels, one).Predict(features);
        Assert.Equal(1 / (1 + Math.Exp(-.5)), probabilities[0], 1e-9);
        Assert.Equal(1 / (1 + Math.Exp(.5)), probabilities[39], 1e-9);
    }

    [Fact]
    public void Missing_values_go_to_the_side_that_gains_most()
    {
        // Positives are the high values and the missing ones: two kinds that a missing-below-all order would part.
        double[] values = [.. Enumerable.Range(0, 90).Select(row => row < 30 ? double.NaN : row)];
        bool[] labels = [.. Enumerable.Range(0, 90).Select(row => row is < 30 or >= 60)];
        FeatureMatrix features = new([values]);
        GradientBoostingOptions stumps = Protocol with { LeavesMax = 2, Rounds = 40 };
        double[] probabilities = GradientBoosting.Fit(features, labels, stumps).Predict(features);
        Assert.Equal(1, Auc.Of(probabilities, labels)!.Value);
        Assert.Equal(probabilities[0], probabilities[89]);
    }

    [Fact]
    public void A_single_class_stays_finite()
    {
        FeatureMatrix features = new([[.. Enumerable.Range(0, 60).Select(row => (double)row)]]);
        bool[] labels = [.. Enumerable.Repeat(true, 60)];
        Assert.All(GradientBoosting.Fit(features, labels, Protocol).Predict(features), p => Assert.InRange(p, .99, 1));
    }

    [Fact]
    public void The_same_rows_give_the_same_bits()
    {
        (FeatureMatrix train, bool[] labels) = ToyClassification.Draw(5, 300);
        GradientBoostingOptions few = Protocol with { Rounds = 10 };
        Assert.Equal(
            GradientBoosting.Fit(train, labels, few).Predict(train), GradientBoosting.Fit(train, labels, few).Predict(train));
    }
}
