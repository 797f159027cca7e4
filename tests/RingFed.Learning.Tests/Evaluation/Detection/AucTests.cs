using FsCheck;
using FsCheck.Fluent;
using RingFed.Learning.Evaluation.Detection;

namespace RingFed.Learning.Tests.Evaluation.Detection;

public sealed class AucTests
{
    // The pairwise definition of DeLong et al. (placements ψ in {0, .5, 1}) worked out with numpy on these scores.
    [Fact]
    public void Ties_count_a_half_and_the_error_is_DeLongs()
    {
        double[] scores = [.9, .8, .8, .4, .6, .1, .4, .35, .8, .2, .6];
        bool[] labels = [true, true, true, true, true, false, false, false, false, false, false];
        Auc auc = Auc.Of(scores, labels)!;
        Assert.Equal(.8333333333, auc.Value, 1e-9);
        Assert.Equal(.1238278375, auc.StandardError, 1e-9);
        Assert.Equal(.5906352321, auc.Low, 1e-9);
        Assert.Equal(1, auc.High);
    }

    [Fact]
    public void Scores_that_are_all_equal_tell_nothing()
    {
        Assert.Equal(.5, Auc.Of([1, 1, 1, 1], [true, false, true, false])!.Value);
    }

    [Fact]
    public void A_class_of_fewer_than_two_rows_gives_no_area()
    {
        Assert.Null(Auc.Of([1, 2, 3], [true, true, true]));
        Assert.Null(Auc.Of([1, 2, 3], [true, true, false]));
        Assert.Null(Auc.Of([], []));
    }

    [Fact]
    public void A_score_that_is_not_a_number_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Auc.Of([1, double.NaN, 2, 3], [true, false, true, false]));
    }

    [Fact]
    public void Equals_the_share_of_ordered_pairs_and_turns_over_with_the_labels()
    {
        Gen<(int, bool)> row = Gen.Zip(Gen.Choose(0, 6), Gen.Elements(true, false));
        Prop.ForAll(row.ListOf().ToArbitrary(), rows =>
        {
            double[] scores = [.. rows.Select(r => (double)r.Item1)];
            bool[] labels = [.. rows.Select(r => r.Item2)];
            double[] pairs = [.. from p in rows where p.Item2 from n in rows where !n.Item2
                                 select p.Item1 > n.Item1 ? 1.0 : p.Item1 == n.Item1 ? .5 : 0];
            return Auc.Of(scores, labels) is not { } auc
                || (Math.Abs(auc.Value - pairs.Average()) < 1e-12
                    && Math.Abs(1 - auc.Value - Auc.Of(scores, [.. labels.Select(label => !label)])!.Value) < 1e-12
                    && auc.Low <= auc.Value && auc.Value <= auc.High);
        }).QuickCheckThrowOnFailure();
    }
}
