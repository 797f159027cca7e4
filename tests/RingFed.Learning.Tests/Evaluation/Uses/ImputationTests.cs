using RingFed.Learning.Data;
using RingFed.Learning.Evaluation.Uses;

namespace RingFed.Learning.Tests.Evaluation.Uses;

public sealed class ImputationTests
{
    [Fact]
    public void Hits_and_errors_stand_beside_those_of_mode_and_median()
    {
        Cohort truth = CohortOf.Nothing.Numbers("x", 0, 1, 2, 3, 4, 9).Categories("c", ["a", "b"], 0, 0, 0, 1, 1, 1).Build();
        MaskedCells masked = new(
            CohortOf.Nothing.Numbers("x", 0, 1, 2, 3, 4, double.NaN).Categories("c", ["a", "b"], 0, 0, 0, 1, double.NaN, double.NaN).Build(),
            [(4, 1), (5, 0), (5, 1)]);
        Cohort imputed = CohortOf.Nothing.Numbers("x", 0, 1, 2, 3, 4, 5).Categories("c", ["a", "b"], 0, 0, 0, 1, 1, double.NaN).Build();
        Imputation result = Imputation.Of(truth, masked, imputed);

        // Known x: median 2, quartiles 1 and 3. Known c: mode a.
        Assert.Equal((.5, 0.0), (result.Accuracy.Value!.Value, result.AccuracyByMode.Value!.Value));
        Assert.Equal((2.0, 3.5), (result.Error.Value!.Value, result.ErrorByMedian.Value!.Value));
        Imputation nothing = Imputation.Of(truth, masked, masked.Masked);
        Assert.Equal((0.0, 3.5), (nothing.Accuracy.Value!.Value, nothing.Error.Value!.Value));
    }

    [Fact]
    public void Hidden_cells_were_known_are_no_outcomes_and_are_about_as_many_as_asked_for()
    {
        Cohort cohort = ToyPatients.Draw(300, 1);
        MaskedCells masked = MaskedCells.Draw(cohort, .2, seed: 1);
        Assert.InRange(masked.Cells.Count, .17 * 300 * 12, .22 * 300 * 12);
        Assert.All(masked.Cells, cell =>
        {
            Assert.True(double.IsNaN(masked.Masked[cell.Row, cell.Column]) && !double.IsNaN(cohort[cell.Row, cell.Column]));
            Assert.InRange(cell.Column, 0, cohort.Schema.Endpoints[0].TimeColumn - 1);
        });
        Assert.Equal(1, Imputation.Of(cohort, masked, cohort).Accuracy.Value);
        Assert.Equal(0, Imputation.Of(cohort, masked, cohort).Error.Value);
    }

    [Fact]
    public void Nothing_hidden_and_columns_never_known_give_reasons_and_other_rows_are_refused()
    {
        Cohort unknown = CohortOf.Nothing.Numbers("x", 1, 2).Build();
        MaskedCells all = MaskedCells.Draw(unknown, 1, seed: 1);
        Assert.Equal(2, all.Cells.Count);
        Assert.NotNull(Imputation.Of(unknown, all, unknown).Error.Reason);
        Assert.NotNull(Imputation.Of(unknown, MaskedCells.Draw(unknown, 0, 1), unknown).Accuracy.Reason);
        Assert.Throws<ArgumentException>(() => Imputation.Of(unknown, all, unknown.Take([0])));
    }
}
