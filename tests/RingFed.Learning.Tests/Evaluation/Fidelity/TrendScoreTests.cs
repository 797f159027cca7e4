using RingFed.Learning.Data;
using RingFed.Learning.Evaluation.Fidelity;

namespace RingFed.Learning.Tests.Evaluation.Fidelity;

public sealed class TrendScoreTests
{
    [Fact]
    public void Two_numbers_score_by_the_difference_of_correlations()
    {
        // r is 1 and -1, as far apart as can be; then 1 and .5 (x' = 1,2,3 with y' = 1,3,2).
        Cohort rising = CohortOf.Nothing.Numbers("x", 1, 2, 3).Numbers("y", 2, 4, 6).Build();
        Cohort falling = CohortOf.Nothing.Numbers("x", 1, 2, 3).Numbers("y", 3, 2, 1).Build();
        Cohort halfway = CohortOf.Nothing.Numbers("x", 1, 2, 3).Numbers("y", 1, 3, 2).Build();
        Assert.Equal(0, TrendScore.Of(rising, falling).Value!.Value, 1e-12);
        Assert.Equal(.75, TrendScore.Of(rising, halfway).Value!.Value, 1e-12);
    }

    [Fact]
    public void Two_flags_score_by_the_total_variation_of_their_table()
    {
        // Cells 00, 11 each .5 against a quarter in all four: half of 4 x .25.
        Cohort together = CohortOf.Nothing.Flags("a", 0, 0, 1, 1).Flags("b", 0, 0, 1, 1).Build();
        Cohort apart = CohortOf.Nothing.Flags("a", 0, 0, 1, 1).Flags("b", 0, 1, 0, 1).Build();
        Assert.Equal(.5, TrendScore.Of(together, apart).Value!.Value, 1e-12);
    }

    [Fact]
    public void A_number_beside_a_flag_is_cut_at_the_real_deciles()
    {
        double[] values = [.. Enumerable.Range(0, 100).Select(i => (double)i)];
        Cohort ordered = CohortOf.Nothing.Numbers("x", values).Flags("g", [.. values.Select(v => v < 50 ? 0.0 : 1.0)]).Build();
        Cohort turned = CohortOf.Nothing.Numbers("x", values).Flags("g", [.. values.Select(v => v < 50 ? 1.0 : 0.0)]).Build();
        Assert.Equal(1, TrendScore.Of(ordered, ordered).Value!.Value, 1e-12);

        // Deciles end at 0, 9, 19 .. 89: the one that ends at 49 parts the flag exactly, so no cell is shared.
        Assert.Equal(0, TrendScore.Of(ordered, turned).Value!.Value, .02);
    }

    [Fact]
    public void A_pair_without_correlation_in_the_real_cohort_is_left_out_and_a_collapsed_synthetic_one_counts_as_zero()
    {
        Cohort constant = CohortOf.Nothing.Numbers("x", 1, 1, 1).Numbers("y", 2, 4, 6).Build();
        Cohort rising = CohortOf.Nothing.Numbers("x", 1, 2, 3).Numbers("y", 2, 4, 6).Build();
        Assert.NotNull(TrendScore.Of(constant, rising).Reason);
        Assert.Equal(.5, TrendScore.Of(rising, constant).Value!.Value, 1e-12);
    }

    [Fact]
    public void A_single_column_has_no_pairs()
    {
        Cohort one = CohortOf.Nothing.Numbers("x", 1, 2, 3).Build();
        Assert.Null(TrendScore.Of(one, one).Value);
    }
}
