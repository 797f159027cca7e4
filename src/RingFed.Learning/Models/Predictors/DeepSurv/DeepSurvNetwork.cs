using RingFed.Learning.Models.Parameters;
using RingFed.Learning.Models.Predictors.Networks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace RingFed.Learning.Models.Predictors.DeepSurv;

/// <summary>
/// Layers of [Linear, activation, dropout], then the log risk h. No bias at the end: it would cancel in every risk set.
/// </summary>
internal sealed class DeepSurvNetwork : ISurvivalNetwork
{
    /// <summary>Keeps the logarithm of a risk set finite where all in it are e^70 below the batch's highest risk.</summary>
    private const double WeightMin = 1e-30;

    private readonly DeepSurvOptions _options;

    public DeepSurvNetwork(int covariates, DeepSurvOptions options)
    {
        _options = options;
        List<ParameterSpec> specs = [];
        long inputs = covariates;
        for (int layer = 0; layer < options.Layers; layer++, inputs = options.Width)
        {
            specs.Add(ParameterSpec.Linear($"hidden.{layer}.weight", inputs, options.Width, inputs));
            specs.Add(ParameterSpec.Linear($"hidden.{layer}.bias", inputs, options.Width));
        }

        specs.Add(ParameterSpec.Linear("risk.weight", inputs, 1, inputs));
        Parameters = new FlatParameters(specs);
    }

    public FlatParameters Parameters { get; }

    public Tensor Risks(Tensor inputs) => Forward(inputs, noise: null);

    /// <summary>-(n / N_E) E_i [h_i - log Σ_{T_j >= T_i} exp h_j], whose mean is Katzman's equation 4; ties after Breslow.</summary>
    public Tensor Losses(SurvivalTensors patients, long[] batch, Generator? noise)
    {
        Tensor rows = tensor(batch);
        Tensor events = patients.Events.index_select(0, rows);
        Tensor risks = Forward(patients.Inputs.index_select(0, rows), noise); // [batch]
        Tensor largest = risks.detach().max();
        Tensor atRisk = risks.sub(largest).exp().cumsum(0).add(WeightMin).log().add(largest);
        Tensor sets = atRisk.index_select(0, tensor(patients.LastOfTies(batch)));
        double share = batch.Length / Math.Max(1, events.sum().ToDouble());
        return sets.sub(risks).mul(events).mul(share);
    }

    public void Dispose() => Parameters.Dispose();

    private Tensor Forward(Tensor x, Generator? noise)
    {
        for (int layer = 0; layer < _options.Layers; layer++)
        {
            x = DenseLayers.Activate(linear(x, Parameters[2 * layer], Parameters[(2 * layer) + 1]), _options.Activation);
            x = DenseLayers.Drop(x, _options.Dropout, noise);
        }

        return linear(x, Parameters[2 * _options.Layers]).squeeze(1);
    }
}
