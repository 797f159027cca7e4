using RingFed.Learning.Evaluation.Prediction;

namespace RingFed.Learning.Tests.Evaluation.Prediction;

public sealed class BinaryScoresTests
{
    // scikit-learn 1.2.1: f1_score, accuracy_score, brier_score_loss, roc_auc_score of the same numbers; calls at p >= .5.
    [Fact]
    public void Scores_are_those_of_scikit_learn()
    {
        BinaryScores scores = BinaryScores.Of([.9, .5, .4, .3, .8, .1], [true, false, true, false, true, false])!;
        Assert.Equal(2.0 / 3, scores.F1!.Value, 1e-12);
        Assert.Equal(2.0 / 3, scores.Accuracy, 1e-12);
        Assert.Equal(.1266666666666667, scores.Brier, 1e-12);
        Assert.Equal(.8888888888888888, scores.Auc!.Value, 1e-12);
        Assert.Equal(0, scores.Excess, 1e-12);
    }

    [Fact]
    public void What_cannot_be_had_is_null_and_never_NaN()
    {
        Assert.Null(BinaryScores.Of([], []));
        BinaryScores none = BinaryScores.Of([.1, .2], [false, false])!;
        Assert.Null(none.F1);
        Assert.Null(none.Auc);
        Assert.Equal(1, none.Accuracy);
    }
}
