using RingFed.Learning.Models.Predictors.Covariates;
using RingFed.Learning.Models.Predictors.Networks;

namespace RingFed.Learning.Models.Predictors.Savae;

/// <summary>
/// Survival analysis variational autoencoder (Apellániz, Parras, Zazo 2023, arXiv 2312.14651): covariates and a Weibull time
/// decoded from one latent vector; censored patients count by their survival alone. Deviations: one hidden layer shared by
/// the covariates' decoders, indicators as Bernoulli each, times in units of the ring's mean. Predicts
/// -ln E[t | x] at the posterior's mean, up to that unit. Covariates as in <see cref="CovariateDesign"/>; missing ones enter
/// as the mean and are left out of the reconstruction.
/// </summary>
public sealed class SavaeModel : NetworkPredictor
{
    public const string Name = "savae";

    /// <exception cref="ArgumentException">The options are out of range or do not fit the schema.</exception>
    /// <exception cref="InvalidOperationException">No covariate is left to predict from.</exception>
    public SavaeModel(ModelContext context, SavaeOptions options)
        : base(Name, context, options, design => Build(design, options), $"{options.Latent} of {options.Width}")
    {
    }

    private static SavaeNetwork Build(CovariateDesign design, SavaeOptions options)
    {
        options.Validate();
        return new SavaeNetwork(design, options);
    }
}
