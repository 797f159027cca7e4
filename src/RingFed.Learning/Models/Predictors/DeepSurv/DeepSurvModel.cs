using RingFed.Learning.Models.Predictors.Covariates;
using RingFed.Learning.Models.Predictors.Networks;

namespace RingFed.Learning.Models.Predictors.DeepSurv;

/// <summary>
/// DeepSurv (Katzman, Shaham, Cloninger, Bates, Jiang, Kluger 2018, BMC Med. Res. Methodol. 18:24; arXiv 1606.00931): a
/// network's output in place of Cox's x·β. Risk sets are the batch's, and so the silo's: over a ring each silo is a stratum.
/// Deviations: Adam in place of Nesterov's momentum, constant learning rate, L2 in the gradient. Predicts the log risk h.
/// Covariates as in <see cref="CovariateDesign"/>.
/// </summary>
public sealed class DeepSurvModel : NetworkPredictor
{
    public const string Name = "deepsurv";

    /// <exception cref="ArgumentException">The options are out of range or do not fit the schema.</exception>
    /// <exception cref="InvalidOperationException">No covariate is left to predict from.</exception>
    public DeepSurvModel(ModelContext context, DeepSurvOptions options)
        : base(Name, context, options, design => Build(design, options), $"{options.Layers} x {options.Width} {options.Activation}")
    {
    }

    private static DeepSurvNetwork Build(CovariateDesign design, DeepSurvOptions options)
    {
        options.Validate();
        return new DeepSurvNetwork(design.Count, options);
    }
}
