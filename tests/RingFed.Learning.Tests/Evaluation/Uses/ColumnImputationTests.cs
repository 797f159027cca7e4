using RingFed.Learning.Data;
using RingFed.Learning.Evaluation.Uses;

namespace RingFed.Learning.Tests.Evaluation.Uses;

public sealed class ColumnImputationTests
{
    [Fact]
    public void A_draw_stands_beside_any_draw_and_a_best_guess_beside_a_plain_one()
    {
        Cohort truth = CohortOf.Nothing.Numbers("x", 0, 1, 2, 3, 4, 9).Categories("c", ["a", "b"], 0, 0, 0, 1, 1, 1).Build();
        MaskedCells masked = new(
            CohortOf.Nothing.Numbers("x", 0, 1, 2, 3, 4, double.NaN).Categories("c", ["a", "b"], 0, 0, 0, 1, double.NaN, double.NaN).Build(),
            [(4, 1), (5, 0), (5, 1)]);
        Cohort[] draws =
        [
            .. new[] { (5.0, 1.0, 0.0), (9.0, 1.0, 1.0), (11.0, 0.0, 1.0) }.Select(drawn => CohortOf.Nothing
                .Numbers("x", 0, 1, 2, 3, 4, drawn.Item1).Categories("c", ["a", "b"], 0, 0, 0, 1, drawn.Item2, drawn.Item3).Build()),
        ];
        IReadOnlyList<ColumnImputation> columns = ColumnImputation.Of(truth, masked, draws);

        // Known x: 0 to 4, quartiles 1 and 3, so errors are over 2; draws miss by 4, 0 and 2. Known c: a three times of four; the draws of row 4 are b, b, a and of row 5 a, b, b.
        Assert.Equal(["x", "c"], columns.Select(column => column.Column));
        Assert.Equal((1, false), (columns[0].Hidden, columns[0].IsDiscrete));
        Assert.Equal(1, columns[0].Drawn, 1e-12);
        Assert.Equal(3.5, columns[0].Floor, 1e-12);
        Assert.Equal(0, columns[0].Guessed, 1e-12);
        Assert.Equal(3.5, columns[0].Plain, 1e-12);
        Assert.Equal(2.0 / 3, columns[1].Drawn, 1e-12);
        Assert.Equal(.25, columns[1].Floor, 1e-12);
        Assert.Equal(1, columns[1].Guessed, 1e-12);
        Assert.Equal(0, columns[1].Plain, 1e-12);
    }

    [Fact]
    public void Cells_that_stay_missing_are_misses_and_draws_of_other_patients_are_refused()
    {
        Cohort truth = CohortOf.Nothing.Categories("c", ["a", "b"], 0, 1, 1).Build();
        MaskedCells masked = new(CohortOf.Nothing.Categories("c", ["a", "b"], 0, 1, double.NaN).Build(), [(2, 0)]);
        ColumnImputation column = Assert.Single(ColumnImputation.Of(truth, masked, [masked.Masked]));
        Assert.Equal((0.0, 0.0), (column.Drawn, column.Guessed));
        Assert.Empty(ColumnImputation.Of(truth, MaskedCells.Draw(truth, 1, seed: 1), [truth]));
        Assert.Throws<ArgumentException>(() => ColumnImputation.Of(truth, masked, []));
        Assert.Throws<ArgumentException>(() => ColumnImputation.Of(truth, masked, [truth.Take([0])]));
    }
}
