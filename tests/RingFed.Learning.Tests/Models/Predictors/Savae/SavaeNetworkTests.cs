using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models.Predictors.Covariates;
using RingFed.Learning.Models.Predictors.Networks;
using RingFed.Learning.Models.Predictors.Savae;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Tests.Models.Predictors.Savae;

public sealed class SavaeNetworkTests
{
    [Fact]
    public void With_zero_weights_the_loss_is_that_of_a_unit_Gaussian_and_of_an_exponential_with_the_rings_mean()
    {
        using DisposeScope scope = NewDisposeScope();
        Cohort cohort = SixteenRecords.Cohort;
        CovariateDesign design = CovariateDesign.Of(EncoderFit.FitLocally(cohort), ["x1", "x2"], target: -1);
        using SavaeNetwork network = new(design, new SavaeOptions());
        using SurvivalTensors patients = new(design, cohort, cohort.Schema.Endpoints[0], Enumerable.Range(0, 16), timeUnit: 7);

        float[] losses = network.Losses(patients, [.. Enumerable.Range(0, 16).Select(row => (long)row)], noise: null).data<float>().ToArray();

        // z = 0: no divergence. Shape and scale are softplus(.5413) + .01 = 1.01 each.
        int[] order = [.. Enumerable.Range(0, 16).OrderByDescending(row => SixteenRecords.Times[row])];
        double[] inputs = design.Encode(cohort.Take(order));
        for (int i = 0; i < 16; i++)
        {
            double time = Math.Log(SixteenRecords.Times[order[i]] / 7 / 1.01);
            double gaussian = ((inputs[2 * i] * inputs[2 * i]) + (inputs[(2 * i) + 1] * inputs[(2 * i) + 1])) / 2;
            double survival = Math.Exp(1.01 * time) - (SixteenRecords.Events[order[i]] * .01 * time);
            Assert.Equal(gaussian + survival, losses[i], 1e-4);
        }
    }
}
