using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models.Predictors.Covariates;
using RingFed.Learning.Models.Predictors.Cox;
using RingFed.Learning.Models.Predictors.DeepSurv;
using RingFed.Learning.Models.Predictors.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Tests.Models.Predictors.DeepSurv;

public sealed class DeepSurvNetworkTests
{
    [Fact]
    public void The_loss_is_Breslows_partial_likelihood_of_the_risks()
    {
        using DisposeScope scope = NewDisposeScope();
        Cohort cohort = SixteenRecords.Cohort;
        CovariateDesign design = CovariateDesign.Of(EncoderFit.FitLocally(cohort), ["x1", "x2"], target: -1);
        using DeepSurvNetwork network = new(design.Count, new DeepSurvOptions { Width = 4 });
        network.Parameters.Initialise(new(3));
        using SurvivalTensors patients = new(design, cohort, cohort.Schema.Endpoints[0], Enumerable.Range(0, 16), timeUnit: 1);

        double loss = network.Losses(patients, [.. Enumerable.Range(0, 16).Select(row => (long)row)], noise: null).mean().ToDouble();

        double[] risks = [.. network.Risks(tensor(design.Encode(cohort).Select(x => (float)x).ToArray()).view(16, 2)).data<float>().ToArray().Select(risk => (double)risk)];
        bool[] events = [.. SixteenRecords.Events.Select(flag => flag == 1)];
        double value = new CoxLikelihood(risks, 1, SixteenRecords.Times, events, CoxTies.Breslow).At([1]).Value;
        Assert.Equal(-value / events.Count(seen => seen), loss, 1e-5);
    }
}
