using RingFed.Learning.Encoding;
using RingFed.Learning.Models.Parameters;
using RingFed.Learning.Privacy;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Models.Ctgan;

/// <summary>
/// One training step after another (Xu et al. 2019, algorithm 1, with one critic update by default). All randomness of
/// a step follows from the training seed and the step's number, so there is no generator state to keep.
/// </summary>
internal sealed class CtganTrainer : IDisposable
{
    private readonly CtganOptions _options;
    private readonly CtganNetworks _networks;
    private readonly IConditionedBatches _batches;
    private readonly IGradientEstimator _criticGradients;
    private readonly PlainGradientEstimator _generatorGradients = new();
    private readonly long _seed;
    private readonly Generator _noise = new();
    private readonly Tensor _data;

    public CtganTrainer(CtganNetworks networks, TableRows table, IConditionedBatches batches, IGradientEstimator criticGradients, long seed)
    {
        using DisposeScope scope = NewDisposeScope();
        (_options, _networks, _batches, _criticGradients, _seed) = (networks.Options, networks, batches, criticGradients, seed);
        _data = frombuffer(table.Values, ScalarType.Float32).view(table.Rows, table.Layout.Width).DetachFromDisposeScope();
    }

    /// <param name="step">From 0, over the model's whole life.</param>
    /// <exception cref="TrainingDivergedException">A loss is not finite; found before the network it belongs to is updated.</exception>
    public CtganLosses Step(long step)
    {
        _noise.manual_seed(unchecked(_seed + step));
        double critic = 0;
        for (int i = 0; i < _options.CriticSteps; i++)
        {
            critic += StepCritic(step, (step * (_options.CriticSteps + 1)) + i) / _options.CriticSteps;
        }

        (double adversarial, double condition) = StepGenerator(step, (step * (_options.CriticSteps + 1)) + _options.CriticSteps);
        return new CtganLosses(critic, adversarial, condition);
    }

    public void Dispose()
    {
        _data.Dispose();
        _noise.Dispose();
    }

    private double StepCritic(long step, long draw)
    {
        using DisposeScope scope = NewDisposeScope();
        ConditionedRows batch = _batches.Draw(draw);
        Tensor condition = MultiHot(batch.Fake);
        Tensor real = Pack(_data.index_select(0, tensor(batch.Rows)), MultiHot(batch.Real));
        Tensor fake = Pack(Generate(batch.Fake), condition);
        Tensor losses = _networks.Critic.Loss(real, fake, _noise);
        double loss = Finite(losses, "critic", step);
        _networks.CriticAdam.Step(_criticGradients.Estimate(losses, _networks.Critic.Parameters.Leaves, _batches.ExpectedSize / _options.Pac));
        return loss;
    }

    private (double Adversarial, double Condition) StepGenerator(long step, long draw)
    {
        using DisposeScope scope = NewDisposeScope();
        ConditionSet asked = _batches.Draw(draw).Fake;
        Tensor condition = MultiHot(asked);
        Tensor raw = _networks.Generator.Forward(Latent(asked.Rows), asked);
        Tensor rows = _networks.Activation.Apply(raw, _noise);
        Tensor losses = _networks.Critic.Score(Pack(rows, condition), _noise).neg();
        double adversarial = Finite(losses, "generator", step);
        double missed = 0;
        losses = losses.unsqueeze(1).expand(-1, _options.Pac).reshape(-1);
        if (_networks.Layout.ConditionTokens > 0)
        {
            Tensor met = _networks.Activation.ConditionLoss(raw, condition);
            missed = Finite(met, "condition", step);
            losses = losses.add(met);
        }

        _networks.GeneratorAdam.Step(_generatorGradients.Estimate(losses, _networks.Generator.Parameters.Leaves, (int)losses.shape[0]));
        _networks.UpdateAverage();
        return (adversarial, missed);
    }

    private Tensor Generate(ConditionSet conditions)
    {
        using IDisposable still = no_grad();
        return _networks.Activation.Apply(_networks.Generator.Forward(Latent(conditions.Rows), conditions), _noise);
    }

    private Tensor MultiHot(ConditionSet conditions) => conditions.MultiHot(_networks.Layout.ConditionTokens);

    private Tensor Latent(long rows) => randn([rows, _options.LatentSize], generator: _noise);

    /// <summary>[rows / pac, pac x (width + condition)].</summary>
    private Tensor Pack(Tensor rows, Tensor condition)
    {
        Tensor whole = cat([rows, condition], 1);
        return whole.view(whole.shape[0] / _options.Pac, _options.Pac * whole.shape[1]);
    }

    private static double Finite(Tensor losses, string what, long step)
    {
        double loss = losses.numel() == 0 ? 0 : losses.mean().ToDouble();
        return double.IsFinite(loss)
            ? loss
            : throw new TrainingDivergedException(
                $"ctgan: the {what} loss is {loss} at step {step}. Lower the learning rate, or check the cohort's ranges; the parameters of the last round stay in use.");
    }
}

/// <summary>Means over a step's batch.</summary>
internal readonly record struct CtganLosses(double Critic, double Generator, double Condition);
