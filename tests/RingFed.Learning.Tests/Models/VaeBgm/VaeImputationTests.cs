using RingFed.Learning.Data;
using RingFed.Learning.Evaluation.Uses;
using RingFed.Learning.Models.VaeBgm;
using RingFed.Learning.Tests.Encoding;
using RingFed.Learning.Tests.Models.Ctgan;
using static RingFed.Learning.Tests.Models.Ctgan.CtganToy;

namespace RingFed.Learning.Tests.Models.VaeBgm;

public sealed class VaeImputationTests
{
    [Fact]
    public void Cells_hidden_where_the_schema_allows_no_missing_are_filled_better_than_by_the_mode()
    {
        Cohort truth = TableToy.Draw(1_000, seed: 4);
        using VaeBgmModel model = VaeToy.Model(truth);
        model.Train(600);
        MaskedCells masked = MaskedCells.Draw(truth, .2, seed: 1);
        Assert.Contains(masked.Cells, cell => cell.Column == TableToy.Mutated);
        Cohort filled = model.Impute(masked.Masked, seed: 1);

        Assert.All(VaeToy.Columns(filled), column => Assert.DoesNotContain(column, double.IsNaN));
        Imputation result = Imputation.Of(truth, masked, filled);
        Assert.True(result.Accuracy.Value > result.AccuracyByMode.Value + .05, $"{result.Accuracy.Value:f3}, by mode {result.AccuracyByMode.Value:f3}");
        Assert.Throws<ArgumentException>(() => model.Codes(masked.Masked));
    }
}
