using RingFed.Learning.Data;
using RingFed.Learning.Data.Aml;
using RingFed.Learning.Evaluation;
using RingFed.Learning.Models;
using RingFed.Learning.Models.BayesianNetwork;
using RingFed.Learning.Tests.Models.Ctgan;

namespace RingFed.Learning.Tests.Models.BayesianNetwork;

public sealed class AmlNetworkTests
{
    [Fact]
    public async Task On_AML_the_network_keeps_what_genes_and_survival_have_in_common_and_copies_nobody()
    {
        string? source = PublicDataFolder.Find("aml", AppContext.BaseDirectory);
        Assert.SkipWhen(source is null, "The public AML cohort is not on this machine: set RINGFED_DATA to the folder that holds aml/.");
        IReadOnlyList<Cohort> silos = AmlPreparation.Read(source!).Cohorts;
        HeldoutSplit split = HeldoutSplit.Of(Cohort.Concatenate(silos), seed: 1);
        using BayesianNetworkModel model = await NetworkToy.FitAsync(split.Training);
        EvaluationReport report = new Evaluator(TimeProvider.System).Evaluate(
            split.Training, split.Heldout, model.Sample(1_540), new EvaluationOptions { Groups = ["genes", "dcr", "survival.os"] }, TestContext.Current.CancellationToken);

        Assert.False(report.Copying);
        Assert.InRange(report.Find("phiSlope")!.Synthetic.Value!.Value, 0.75, 1.1);
        Assert.InRange(report.Find("cIndex.os")!.Synthetic.Value!.Value, 0.63, 0.76);
    }
}
