using RingFed.Learning.Data;
using RingFed.Learning.Evaluation.Fidelity;

namespace RingFed.Learning.Tests.Evaluation.Fidelity;

public sealed class ShapeScoreTests
{
    [Fact]
    public void A_number_scores_one_minus_the_widest_gap_of_the_distribution_functions()
    {
        // F: 1/4, 2/4, 3/4, 1 at 1..4; G: 1/2 at 3, 1 at 5. Widest at 2 and at 4: .5.
        Cohort a = CohortOf.Nothing.Numbers("x", 1, 2, 3, 4).Build();
        Cohort b = CohortOf.Nothing.Numbers("x", 3, 5).Build();
        Assert.Equal(.5, ShapeScore.Of(a, b).Value!.Value, 1e-12);
    }

    [Fact]
    public void A_category_scores_one_minus_the_total_variation_with_missing_as_a_category()
    {
        // Shares .5 .25 .25(missing) against .25 .75 0: half of .25 + .5 + .25 is .5.
        Cohort a = CohortOf.Nothing.Categories("k", ["u", "v"], 0, 0, 1, double.NaN).Build();
        Cohort b = CohortOf.Nothing.Categories("k", ["u", "v"], 0, 1, 1, 1).Build();
        Assert.Equal(.5, ShapeScore.Of(a, b).Value!.Value, 1e-12);
    }

    [Fact]
    public void A_wrong_share_of_missing_numbers_costs()
    {
        Cohort a = CohortOf.Nothing.Numbers("x", 1, 2, 3, 4).Build();
        Cohort b = CohortOf.Nothing.Numbers("x", 1, double.NaN, 4, double.NaN).Build();
        Assert.Equal(.5, ShapeScore.Of(a, b).Value!.Value, 1e-12);
    }

    [Fact]
    public void Columns_are_averaged_and_equal_cohorts_score_one_even_when_constant_or_missing_throughout()
    {
        Cohort a = CohortOf.Nothing.Numbers("c", 5, 5).Numbers("m", double.NaN, double.NaN).Flags("g", 0, 1).Build();
        Cohort b = CohortOf.Nothing.Numbers("c", 5, 5).Numbers("m", double.NaN, double.NaN).Flags("g", 1, 1).Build();
        Assert.Equal([1, 1, 1], ShapeScore.Columns(a, a));
        Assert.Equal([1, 1, .5], ShapeScore.Columns(a, b));
        Assert.Equal(2.5 / 3, ShapeScore.Of(a, b).Value!.Value, 1e-12);
    }

    [Fact]
    public void No_rows_give_a_reason()
    {
        Cohort a = CohortOf.Nothing.Numbers("x", 1).Build();
        Assert.NotNull(ShapeScore.Of(a, a.Take([])).Reason);
    }
}
