using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Evaluation.Trees;

/// <summary>
/// Random forest for two classes (Breiman 2001): bootstrap samples, floor(sqrt(features)) features tried at a split,
/// Gini impurity, no depth limit, and as probability the mean over trees of the positive share in the leaf reached.
/// Deviation from scikit-learn: features are cut into at most 255 bins plus one for missing, which lies below all
/// values. Deterministic from the seed whatever the number of threads: each tree owns a stream, and sums over trees
/// run in tree order.
/// </summary>
internal sealed class RandomForest
{
    /// <summary>Rows that pass one tree before the next is taken up: a tree fits the first cache, a forest does not.</summary>
    private const int RowsPerBlock = 512;

    private readonly FeatureBins _bins;
    private readonly ForestTree[] _trees;
    private readonly int _threads;

    private RandomForest(FeatureBins bins, ForestTree[] trees, int threads)
    {
        _bins = bins;
        _trees = trees;
        _threads = threads;
    }

    /// <summary>A single class is allowed: every probability is then 0 or 1.</summary>
    /// <exception cref="ArgumentException">No rows, no columns, labels of another length, or more rows than 2^21 - 1.</exception>
    public static RandomForest Fit(FeatureMatrix features, bool[] labels, RandomForestOptions options)
    {
        TrainingShape.Require(features, labels, NodeSum.RowsMax);
        FeatureBins bins = FeatureBins.Fit(features);
        byte[][] codes = bins.Encode(features);
        int featuresPerSplit = Math.Max(1, (int)Math.Sqrt(features.Columns));
        ForestTree[] trees = new ForestTree[options.Trees];
        Parallel.For(0, trees.Length, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, tree =>
            trees[tree] = new ForestTreeGrower(
                codes, labels, options.LeafMin, featuresPerSplit, new SeededRandom(options.Seed, tree)).Grow());
        return new RandomForest(bins, trees, options.Threads);
    }

    /// <summary>Probability of the positive class for every row, in 0..1.</summary>
    /// <exception cref="ArgumentException">Another number of columns than was fitted on.</exception>
    public double[] Predict(FeatureMatrix features)
    {
        byte[][] codes = _bins.Encode(features);
        double[] probabilities = new double[features.Rows];
        int blocks = (features.Rows + RowsPerBlock - 1) / RowsPerBlock;
        Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = _threads }, block =>
        {
            int start = block * RowsPerBlock;
            PredictBlock(codes, start, probabilities.AsSpan(start, Math.Min(RowsPerBlock, features.Rows - start)));
        });
        return probabilities;
    }

    private void PredictBlock(byte[][] codes, int start, Span<double> probabilities)
    {
        foreach (ForestTree tree in _trees)
        {
            for (int i = 0; i < probabilities.Length; i++)
            {
                probabilities[i] += tree.Predict(codes, start + i) / _trees.Length;
            }
        }
    }
}
