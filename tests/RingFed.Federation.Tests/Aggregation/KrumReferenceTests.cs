using RingFed.Federation.Aggregation.Kernels;
using RingFed.Federation.Aggregation.Rules;

namespace RingFed.Federation.Tests.Aggregation;

/// <summary>Libraries disagree on what Krum is; ours is Blanchard's, and the other one is shown to be another.</summary>
public sealed class KrumReferenceTests
{
    private static IEnumerable<(ReferenceCase Case, ReferenceKrum Krum)> Cases =>
        ReferenceVectors.All.Where(one => one.Krum is not null).Select(one => (one, one.Krum!));

    [Fact]
    public void Krum_picks_the_update_that_the_papers_definition_picks() => Assert.All(
        Cases, one => Assert.Equal(one.Case.Vectors[one.Krum.Index], Updates.Aggregate("krum", one.Case.Vectors, one.Case.F)));

    [Fact]
    public void Scores_are_sums_over_the_n_minus_f_minus_2_nearest() => Assert.All(Cases, one =>
    {
        KrumScores scores = new(Updates.Unscaled(one.Case.Vectors));
        int nearest = KrumRule.Nearest(one.Case.Vectors.Length, one.Case.F);
        Assert.All(one.Krum.Scores, (expected, row) => Assert.Equal(1, scores.Of(row, nearest) / expected, 1e-6));
    });

    [Fact]
    public void A_library_that_counts_one_neighbour_more_picks_another_update_now_and_then()
    {
        Assert.All(Cases, one => Assert.Equal(
            one.Krum.ByzflIndex,
            new KrumScores(Updates.Unscaled(one.Case.Vectors)).Best(KrumRule.Nearest(one.Case.Vectors.Length, one.Case.F) + 1)));
        Assert.Equal(
            ["n8_f2_d64_alie", "n5_f1_d4_ties", "n10_f1_d1000_ipm01"],
            Cases.Where(one => one.Krum.ByzflIndex != one.Krum.Index).Select(one => one.Case.Id));
    }

    [Fact]
    public void Its_multi_krum_keeps_another_set_now_and_then()
    {
        (ReferenceCase one, ReferenceKrum krum) = Assert.Single(Cases, candidate => candidate.Krum.ByzflMultiKrum is not null);
        KrumScores scores = new(Updates.Unscaled(one.Vectors));
        int n = one.Vectors.Length;
        float[] theirs = Updates.Aggregate(
            "mean",
            [.. Enumerable.Range(0, n).OrderBy(row => scores.Of(row, n - one.F - 1)).Take(n - one.F).Select(row => one.Vectors[row])]);
        float[] ours = Updates.Aggregate("multi-krum", one.Vectors, one.F);

        Assert.All(theirs, (value, i) => Assert.Equal(krum.ByzflMultiKrum![i], value, 1e-7));
        Assert.NotEqual(theirs, ours);
    }
}
