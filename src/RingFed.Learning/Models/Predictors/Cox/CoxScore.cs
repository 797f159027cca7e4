using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models.Predictors.Covariates;
using RingFed.Learning.Models.Predictors.Newton;

namespace RingFed.Learning.Models.Predictors.Cox;

/// <summary>
/// The linear predictor of a proportional-hazards model that the ring fitted: each silo is a stratum with a baseline hazard
/// of its own, coefficients are shared. The higher, the earlier the event.
/// </summary>
internal sealed class CoxScore
{
    /// <summary>Sums that <see cref="FitAsync"/> asks for at most.</summary>
    public const int SumsMax = RingNewton.SumsMax;

    /// <param name="coefficients">One a covariate of the design that encoder and options give.</param>
    /// <exception cref="ArgumentException">There are fewer or more of them, or the options do not fit the schema.</exception>
    public CoxScore(FittedEncoder encoder, CoxOptions options, double[] coefficients)
    {
        Design = CovariateDesign.Of(encoder, options.Covariates, target: -1);
        Coefficients = coefficients.Length == Design.Count
            ? coefficients
            : throw new ArgumentException($"{coefficients.Length} coefficients were given for {Design.Count} covariates.", nameof(coefficients));
    }

    public CovariateDesign Design { get; }

    /// <summary>Log hazard ratios on standardised covariates; 0 for those that are constant or redundant.</summary>
    public double[] Coefficients { get; }

    /// <summary>Log hazard ratios by name on the columns' own (transformed) scale: of one unit, or of 1 against 0.</summary>
    public IReadOnlyList<(string Name, double Value)> LogHazardRatios =>
        [.. Design.Covariates.Select((covariate, k) => (covariate.Name, Coefficients[k] / covariate.Deviation))];

    /// <exception cref="ArgumentException">The options do not fit the schema.</exception>
    /// <exception cref="InvalidOperationException">Endpoints that cannot be, too few records or events, or separation at ridge 0.</exception>
    public static async Task<CoxScore> FitAsync(FittedEncoder encoder, Cohort cohort, CoxOptions options, IRingSum ring, CancellationToken cancellationToken)
    {
        options.Validate();
        EndpointSchema endpoint = TargetColumn.Endpoint(encoder.Schema, options.Target, CoxModel.Name);
        CovariateDesign design = CovariateDesign.Of(encoder, options.Covariates, target: -1);
        CoxProblem problem = new(encoder, design, cohort, endpoint, options);
        return new CoxScore(encoder, options, await RingNewton.FitAsync(problem, ring, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>One score a patient, [rows]; finite always.</summary>
    public double[] Of(Cohort cohort) => LinearPredictor.Of(Design.Encode(cohort), Coefficients);
}
