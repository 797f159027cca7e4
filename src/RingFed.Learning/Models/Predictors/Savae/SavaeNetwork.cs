using RingFed.Learning.Models.Parameters;
using RingFed.Learning.Models.Predictors.Covariates;
using RingFed.Learning.Models.Predictors.Networks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace RingFed.Learning.Models.Predictors.Savae;

/// <summary>
/// Encoder [covariates -> hidden -> mean and log variance of z], decoder [z -> hidden -> covariates], time head
/// [z -> hidden -> shape α and scale λ of a Weibull].
/// </summary>
internal sealed class SavaeNetwork : ISurvivalNetwork
{
    private const int Encoder = 0, Posterior = 2, Decoder = 4, Covariates = 6, LogDeviation = 8, Time = 9, Weibull = 11;

    /// <summary>softplus(x + ShiftToOne) is 1 at x = 0: training starts at an exponential of the ring's mean time.</summary>
    private const double ShiftToOne = 0.5413248546129181;

    /// <summary>Keeps shape and scale, and so every logarithm and power of them, away from 0.</summary>
    private const double PositiveMin = 1e-2;

    /// <summary>ln of the longest power (t / λ)^α that is taken; beyond it the slope is cut, not the sign.</summary>
    private const double LogPowerMax = 20;

    private readonly SavaeOptions _options;
    private readonly Tensor _numbers;
    private readonly Tensor _means;
    private readonly Tensor _deviations;

    public SavaeNetwork(CovariateDesign design, SavaeOptions options)
    {
        _options = options;
        (long inputs, long width, long latent) = (design.Count, options.Width, options.Latent);
        Parameters = new FlatParameters(
        [
            .. Layer("encoder", inputs, width), .. Layer("posterior", width, 2 * latent),
            .. Layer("decoder", latent, width), .. Layer("covariates", width, inputs), ParameterSpec.Filled("covariates.log_deviation", 0, inputs),
            .. Layer("time", latent, width), .. Layer("weibull", width, 2),
        ]);
        _numbers = Row(design, covariate => covariate.Kind == CovariateKind.Number ? 1 : 0);
        _means = Row(design, covariate => covariate.Mean);
        _deviations = Row(design, covariate => covariate.Deviation);
    }

    public FlatParameters Parameters { get; }

    /// <summary>β KL(q(z|x) || N(0, I)) - log p(x|z) over known covariates - log p(t, d|z), one z a record.</summary>
    public Tensor Losses(SurvivalTensors patients, long[] batch, Generator? noise)
    {
        Tensor rows = tensor(batch);
        Tensor inputs = patients.Inputs.index_select(0, rows);
        (Tensor mean, Tensor logVariance) = Encode(inputs, noise);
        Tensor z = noise is null ? mean : mean.add(randn(mean.shape, generator: noise).mul(logVariance.mul(.5).exp()));
        Tensor divergence = mean.square().add(logVariance.exp()).sub(logVariance).sub(1).sum(1).mul(.5);
        Tensor covariates = CovariateLoss(z, inputs, noise).mul(patients.Observed.index_select(0, rows)).sum(1);
        Tensor time = TimeLoss(z, patients.Times.index_select(0, rows), patients.Events.index_select(0, rows), noise);
        return divergence.mul(_options.Divergence).add(covariates).add(time);
    }

    /// <summary>-ln E[t | z] = -ln λ - ln Γ(1 + 1/α) at the posterior's mean.</summary>
    public Tensor Risks(Tensor inputs)
    {
        (Tensor shape, Tensor scale) = Times(Encode(inputs, noise: null).Mean, noise: null);
        return scale.log().add(shape.reciprocal().add(1).lgamma()).neg();
    }

    public void Dispose()
    {
        Parameters.Dispose();
        _numbers.Dispose();
        _means.Dispose();
        _deviations.Dispose();
    }

    private (Tensor Mean, Tensor LogVariance) Encode(Tensor inputs, Generator? noise)
    {
        Tensor both = Through(Posterior, Hidden(Encoder, inputs, noise));
        return (both.narrow(1, 0, _options.Latent), both.narrow(1, _options.Latent, _options.Latent).clamp(-10, 10));
    }

    /// <summary>Gaussian for numbers on their standardised scale, Bernoulli for indicators; [batch, covariates].</summary>
    private Tensor CovariateLoss(Tensor z, Tensor inputs, Generator? noise)
    {
        Tensor decoded = Through(Covariates, Hidden(Decoder, z, noise));
        Tensor logDeviation = Parameters[LogDeviation].clamp(-3, 3);
        Tensor number = inputs.sub(decoded).div(logDeviation.exp()).square().mul(.5).add(logDeviation);
        Tensor flag = softplus(decoded).sub(decoded.mul(inputs.mul(_deviations).add(_means)));
        return number.mul(_numbers).add(flag.mul(_numbers.neg().add(1)));
    }

    /// <summary>-d [log(α/λ) + (α-1) log(t/λ)] + (t/λ)^α (Apellániz et al., equation of the time's likelihood); [batch].</summary>
    private Tensor TimeLoss(Tensor z, Tensor times, Tensor events, Generator? noise)
    {
        (Tensor shape, Tensor scale) = Times(z, noise);
        Tensor logTime = times.log().sub(scale.log());
        Tensor hazard = shape.log().sub(scale.log()).add(shape.sub(1).mul(logTime));
        return shape.mul(logTime).clamp_max(LogPowerMax).exp().sub(hazard.mul(events));
    }

    private (Tensor Shape, Tensor Scale) Times(Tensor z, Generator? noise)
    {
        Tensor positive = softplus(Through(Weibull, Hidden(Time, z, noise)).add(ShiftToOne)).add(PositiveMin);
        return (positive.select(1, 0), positive.select(1, 1));
    }

    private Tensor Hidden(int layer, Tensor x, Generator? noise) => DenseLayers.Drop(Through(layer, x).relu(), _options.Dropout, noise);

    private Tensor Through(int layer, Tensor x) => linear(x, Parameters[layer], Parameters[layer + 1]);

    private static ParameterSpec[] Layer(string name, long inputs, long outputs) =>
        [ParameterSpec.Linear($"{name}.weight", inputs, outputs, inputs), ParameterSpec.Linear($"{name}.bias", inputs, outputs)];

    private static Tensor Row(CovariateDesign design, Func<Covariate, double> value) =>
        tensor(design.Covariates.Select(covariate => (float)value(covariate)).ToArray()).DetachFromDisposeScope();
}
