using RingFed.Daemon.Commands.Bench;
using RingFed.Federation.Aggregation;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Simulated;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models;
using RingFed.Learning.Models.VaeBgm;

namespace RingFed.Daemon.Tests.Training;

public sealed class AnchorMergeTests
{
    private static readonly VaeBgmOptions _options = new()
    {
        LatentSize = 2, HiddenSize = 16, LearningRate = 0.03, Anchors = 20, Encoder = VaeEncoder.Personal, Alignment = VaeAlignment.Anchors,
    };

    /// <summary>Silos are at their best after unequal numbers of steps, and a merge divides by what they claim.</summary>
    [Fact]
    public void What_the_relays_mean_makes_of_anchor_codes_is_their_mean_over_all_silos()
    {
        IReadOnlyList<Cohort> silos = MdsSimulator.Draw(new MdsSimulationOptions { Patients = 1_200, Silos = 3, Seed = 6 });
        FittedEncoder encoder = EncoderFit.FitLocally([.. silos]);
        VaeBgmModel[] models = [.. silos.Select((own, i) => new VaeBgmModel(new ModelContext(encoder, own, new ModelSeeds(1, i), new SimulatedLedger(), TimeProvider.System), _options))];
        ParameterLayout layout = new("vae-bgm", models[0].Layout.Parameters.Select(tensor => (tensor.Name, tensor.Shape, tensor.Role)));
        float[] merged = Export(models[0]);
        for (int round = 0; round < 2; round++)
        {
            SiloUpdate[] updates = [.. models.Select((model, i) => Update(model, $"s{i}", merged))];
            float[] result = new float[layout.Count];
            RelayMerge.Run(new MergeRequest(updates, merged, layout, "mean", Byzantine: 0, Threads: 1), result);
            double[] mean = [.. models[0].AnchorCodes().Select((_, i) => models.Average(model => model.AnchorCodes()[i]))];
            Assert.All(result[^mean.Length..].Zip(mean), pair => Assert.Equal(pair.Second, pair.First * Math.Sqrt(mean.Length), 1e-4));
            merged = result;
            Array.ForEach(models, model => model.ImportParameters(result));
        }

        Array.ForEach(models, model => model.Dispose());
    }

    private static SiloUpdate Update(VaeBgmModel model, string silo, float[] start)
    {
        TrainingReport report = model.Train(new TrainingBudget(200), CancellationToken.None);
        float[] delta = [.. Export(model).Zip(start, (after, before) => after - before)];
        return new SiloUpdate(silo, UpdateVector.Of(delta), report.Records, report.Steps);
    }

    private static float[] Export(VaeBgmModel model)
    {
        float[] values = new float[model.Layout.Count];
        model.ExportParameters(values);
        return values;
    }
}
