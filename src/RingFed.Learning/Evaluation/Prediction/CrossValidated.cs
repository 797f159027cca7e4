namespace RingFed.Learning.Evaluation.Prediction;

/// <summary>
/// What was foretold of each patient by models that had not seen it, once a repeat. A metric is taken over all patients of
/// a repeat, not over a fold, whose few patients hardly hold both labels; then averaged over the repeats.
/// </summary>
public sealed class CrossValidated
{
    private readonly bool[] _labels;
    private readonly double[][] _predictions;

    private CrossValidated(bool[] labels, double[][] predictions) => (_labels, _predictions) = (labels, predictions);

    public int Repeats => _predictions.Length;

    /// <param name="predict">Trains on the first rows and foretells the second, one number a row.</param>
    public static async Task<CrossValidated> RunAsync(
        IReadOnlyList<bool> labels, IReadOnlyList<RepeatedFolds> folds, Func<RepeatedFolds, Task<double[]>> predict)
    {
        double[][] predictions = [.. Enumerable.Range(0, 1 + folds.Max(fold => fold.Repeat)).Select(_ => new double[labels.Count])];
        foreach (RepeatedFolds fold in folds)
        {
            double[] foretold = await predict(fold).ConfigureAwait(false);
            for (int i = 0; i < fold.Test.Length; i++)
            {
                predictions[fold.Repeat][fold.Test[i]] = foretold[i];
            }
        }

        return new CrossValidated([.. labels], predictions);
    }

    /// <summary>
    /// The metric on the rows given, which may repeat, averaged over the repeats. With rows that a bootstrap drew this is one
    /// of its replicates.
    /// </summary>
    /// <returns>Null where no repeat has a value.</returns>
    public double? Mean(int[] rows, Func<BinaryScores, double?> metric) => Each(rows, metric).Average();

    /// <summary>The metric of each repeat over all patients; their spread is that of the dealing alone, not of the patients.</summary>
    public IReadOnlyList<double?> Each(Func<BinaryScores, double?> metric) => [.. Each([.. Enumerable.Range(0, _labels.Length)], metric)];

    private IEnumerable<double?> Each(int[] rows, Func<BinaryScores, double?> metric)
    {
        bool[] labels = [.. rows.Select(row => _labels[row])];
        return _predictions.Select(predictions =>
            BinaryScores.Of([.. rows.Select(row => predictions[row])], labels) is { } scores ? metric(scores) : null);
    }
}
