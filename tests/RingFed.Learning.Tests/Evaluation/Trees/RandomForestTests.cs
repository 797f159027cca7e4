using RingFed.Learning.Evaluation;
using RingFed.Learning.Evaluation.Detection;
using RingFed.Learning.Evaluation.Trees;

namespace RingFed.Learning.Tests.Evaluation.Trees;

public sealed class RandomForestTests
{
    private static readonly RandomForestOptions Small = new() { Trees = 20, Seed = 3 };

    // scikit-learn 1.2.1, RandomForestClassifier(300, min_samples_leaf=5, max_features='sqrt') on the same rows with
    // missing as -9: mean of ten seeds, standard deviation .0012.
    private const double ScikitArea = .7105;

    [Fact]
    public void Ranks_as_well_as_scikit_learn_on_the_same_rows()
    {
        (FeatureMatrix train, bool[] labels) = ToyClassification.Draw(20260101, 3000);
        (FeatureMatrix test, bool[] truth) = ToyClassification.Draw(20260102, 2000);
        double[] probabilities = RandomForest.Fit(train, labels, new RandomForestOptions { Seed = 1, Threads = 2 }).Predict(test);
        Assert.Equal(ScikitArea, Auc.Of(probabilities, truth)!.Value, .005);
    }

    [Fact]
    public void Gives_the_same_bits_whatever_the_number_of_threads()
    {
        (FeatureMatrix train, bool[] labels) = ToyClassification.Draw(1, 400);
        double[] one = RandomForest.Fit(train, labels, Small).Predict(train);
        double[] four = RandomForest.Fit(train, labels, Small with { Threads = 4 }).Predict(train);
        Assert.Equal(one, four);
        Assert.NotEqual(one, RandomForest.Fit(train, labels, Small with { Seed = 4 }).Predict(train));
    }

    [Fact]
    public void A_missing_value_is_a_value_that_can_be_split_on()
    {
        bool[] labels = [.. Enumerable.Range(0, 200).Select(row => row % 2 == 0)];
        FeatureMatrix features = new([[.. labels.Select((label, row) => label ? double.NaN : row)]]);
        double[] probabilities = RandomForest.Fit(features, labels, Small).Predict(features);
        Assert.All(labels.Zip(probabilities), pair => Assert.Equal(pair.First ? 1 : 0, pair.Second, 1e-12));
    }

    [Fact]
    public void A_leaf_holds_at_least_the_minimum_of_distinct_rows()
    {
        // Four positives in forty rows cannot be cut off when a leaf needs five, so nobody is certain.
        bool[] labels = [.. Enumerable.Range(0, 40).Select(row => row < 4)];
        FeatureMatrix features = new([[.. Enumerable.Range(0, 40).Select(row => (double)row)]]);
        Assert.InRange(RandomForest.Fit(features, labels, Small).Predict(features).Max(), .4, .95);
        Assert.Equal(1, RandomForest.Fit(features, labels, Small with { LeafMin = 1 }).Predict(features)[0], .1);
    }

    [Fact]
    public void A_single_class_is_predicted_with_certainty()
    {
        FeatureMatrix features = new([[1, 2, 3, 4]]);
        Assert.All(RandomForest.Fit(features, new bool[4], Small).Predict(features), p => Assert.Equal(0, p));
    }

    [Fact]
    public void Constant_columns_only_give_the_share_of_positives()
    {
        FeatureMatrix features = new([[7, 7, 7, 7, 7, 7], [double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN]]);
        bool[] labels = [true, true, true, false, false, false];
        double[] probabilities = RandomForest.Fit(features, labels, Small with { Trees = 500 }).Predict(features);
        Assert.All(probabilities, p => Assert.Equal(.5, p, .05));
    }

    [Fact]
    public void Rows_without_labels_and_empty_input_are_refused()
    {
        Assert.Throws<ArgumentException>(() => RandomForest.Fit(new FeatureMatrix([[1, 2]]), [true], Small));
        Assert.Throws<ArgumentException>(() => RandomForest.Fit(new FeatureMatrix([]), [], Small));
        RandomForest forest = RandomForest.Fit(new FeatureMatrix([[1, 2]]), [true, false], Small);
        Assert.Throws<ArgumentException>(() => forest.Predict(new FeatureMatrix([[1], [2]])));
    }
}
