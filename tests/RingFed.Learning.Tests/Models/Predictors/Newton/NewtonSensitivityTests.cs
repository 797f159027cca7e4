using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models;

namespace RingFed.Learning.Tests.Models.Predictors.Newton;

public sealed class NewtonSensitivityTests
{
    [Theory]
    [InlineData("cox", "os")]
    [InlineData("logistic-regression", "died")]
    public async Task A_record_changes_no_sum_of_a_newton_fit_by_more_than_it_declares(string name, string target)
    {
        Cohort all = SurvivalToy.Draw(150, seed: 1);
        FittedEncoder encoder = EncoderFit.FitLocally(all);
        foreach (int record in (int[])[0, 40, 149])
        {
            RecordedRing with = await RecordAsync(all, new RecordedRing());
            RecordedRing without = await RecordAsync(all.Take([.. Enumerable.Range(0, all.Count).Where(row => row != record)]), new RecordedRing(with.Totals));
            Assert.True(with.Queries.Count > 2);
            with.RequireWithinSensitivity(without);
        }

        async Task<RecordedRing> RecordAsync(Cohort cohort, RecordedRing ring)
        {
            using IRingModel model = ModelCatalog.Create(
                name, PredictorRing.Context(cohort, encoder), ModelCatalog.ParseOptions(name, new Dictionary<string, string> { ["target"] = target, ["covariates"] = "bend, slope" }));
            await model.FitAsync(FitStage.BeforeTraining, ring, TestContext.Current.CancellationToken);
            return ring;
        }
    }
}
