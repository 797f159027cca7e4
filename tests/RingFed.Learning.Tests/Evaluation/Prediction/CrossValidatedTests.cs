using RingFed.Learning.Evaluation.Prediction;

namespace RingFed.Learning.Tests.Evaluation.Prediction;

public sealed class CrossValidatedTests
{
    private static readonly bool[] _labels = [.. Enumerable.Range(0, 65).Select(row => row % 3 == 0)];

    [Fact]
    public void Every_patient_is_tested_once_a_repeat_by_models_that_have_not_seen_them()
    {
        IReadOnlyList<RepeatedFolds> folds = RepeatedFolds.Of(_labels, repeats: 4, folds: 5, seed: 1);
        Assert.Equal(20, folds.Count);
        foreach (IGrouping<int, RepeatedFolds> repeat in folds.GroupBy(fold => fold.Repeat))
        {
            Assert.Equal(Enumerable.Range(0, 65), repeat.SelectMany(fold => fold.Test).Order());
            Assert.All(repeat, fold => Assert.Equal(Enumerable.Range(0, 65), fold.Test.Concat(fold.Training).Order()));
            Assert.All(repeat, fold => Assert.Equal(13, fold.Test.Length));
            Assert.All(repeat, fold => Assert.InRange(fold.Test.Count(row => _labels[row]), 4, 5));
        }

        Assert.NotEqual(folds[0].Test, folds[5].Test);
        Assert.Equal(folds[5].Test, RepeatedFolds.Of(_labels, repeats: 2, folds: 5, seed: 1)[5].Test);
        Assert.Throws<ArgumentException>(() => RepeatedFolds.Of(_labels[..4], 1, 5, 1));
    }

    [Fact]
    public async Task A_metric_is_averaged_over_repeats_and_taken_over_any_rows()
    {
        // The first repeat foretells all rightly, the second nothing.
        IReadOnlyList<RepeatedFolds> folds = RepeatedFolds.Of(_labels, repeats: 2, folds: 5, seed: 1);
        CrossValidated result = await CrossValidated.RunAsync(_labels, folds, fold => Task.FromResult(
            fold.Test.Select(row => fold.Repeat == 0 == _labels[row] ? .9 : .1).ToArray()));
        Assert.Equal([1, 0], result.Each(scores => scores.Accuracy));
        Assert.Equal(.5, result.Mean([.. Enumerable.Range(0, 65)], scores => scores.F1));
        Assert.Equal(.5, result.Mean([0, 0, 1], scores => scores.Accuracy));
        Assert.Null(result.Mean([1, 2], scores => scores.Auc));
    }
}
