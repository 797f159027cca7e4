namespace RingFed.Learning.Evaluation.Trees;

/// <summary>
/// Histogram gradient boosting for two classes with logistic loss (Friedman 2001; leaf-wise growth and histograms
/// after LightGBM, Ke et al. 2017). Newton steps, no regularisation, no early stop, no sampling, so it has no seed.
/// At each split missing values go to the side that gains most; where the split saw none they go right.
/// One thread: callers run several fits side by side.
/// </summary>
internal sealed class GradientBoosting
{
    private readonly FeatureBins _bins;
    private readonly double _baseline;
    private readonly double _learningRate;
    private readonly List<BoostingTree> _trees = [];

    private GradientBoosting(FeatureBins bins, double baseline, double learningRate)
    {
        _bins = bins;
        _baseline = baseline;
        _learningRate = learningRate;
    }

    /// <summary>With a single class every probability is that class's share smoothed by half a row.</summary>
    /// <exception cref="ArgumentException">No rows, no columns or labels of another length.</exception>
    public static GradientBoosting Fit(FeatureMatrix features, bool[] labels, GradientBoostingOptions options)
    {
        TrainingShape.Require(features, labels, int.MaxValue);
        FeatureBins bins = FeatureBins.Fit(features);
        byte[][] codes = bins.Encode(features);
        GradientBoosting model = new(bins, Baseline(labels), options.LearningRate);
        BoostingTreeGrower grower = new(bins, codes, options);
        double[] scores = new double[labels.Length];
        Array.Fill(scores, model._baseline);
        var gradients = new (double Gradient, double Hessian)[labels.Length];
        for (int round = 0; round < options.Rounds; round++)
        {
            SetGradients(gradients, scores, labels);
            model.Add(grower.Grow(gradients), codes, scores);
        }

        return model;
    }

    /// <summary>Probability of the positive class for every row, in 0..1.</summary>
    /// <exception cref="ArgumentException">Another number of columns than was fitted on.</exception>
    public double[] Predict(FeatureMatrix features)
    {
        byte[][] codes = _bins.Encode(features);
        double[] probabilities = new double[features.Rows];
        for (int row = 0; row < probabilities.Length; row++)
        {
            double score = _baseline;
            foreach (BoostingTree tree in _trees)
            {
                score += _learningRate * tree.Predict(codes, row);
            }

            probabilities[row] = Sigmoid(score);
        }

        return probabilities;
    }

    private void Add(BoostingTree tree, byte[][] codes, double[] scores)
    {
        _trees.Add(tree);
        for (int row = 0; row < scores.Length; row++)
        {
            scores[row] += _learningRate * tree.Predict(codes, row);
        }
    }

    private static double Baseline(bool[] labels)
    {
        double positives = labels.Count(label => label);
        double negatives = labels.Length - positives;
        return positives == 0 || negatives == 0
            ? Math.Log((positives + .5) / (negatives + .5))
            : Math.Log(positives / negatives);
    }

    private static void SetGradients((double Gradient, double Hessian)[] gradients, double[] scores, bool[] labels)
    {
        for (int i = 0; i < gradients.Length; i++)
        {
            double probability = Sigmoid(scores[i]);
            gradients[i] = (probability - (labels[i] ? 1 : 0), probability * (1 - probability));
        }
    }

    private static double Sigmoid(double score) => 1 / (1 + Math.Exp(-score));
}
