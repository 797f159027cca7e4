using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models.Predictors.Covariates;

namespace RingFed.Learning.Models.Predictors.Cox;

/// <summary>
/// Cox's proportional hazards (Cox 1972) by Newton on masked sums, stratified by silo: equal to the pooled fit with one
/// baseline hazard a silo (R: <c>coxph(Surv(t, d) ~ x + strata(silo))</c>). Covariates as in <see cref="CovariateDesign"/>.
/// Predicts the linear predictor x·β, higher for an earlier event. Patients without a known endpoint are left out of the fit.
/// </summary>
public sealed class CoxModel : SummedPredictor
{
    public const string Name = "cox";

    private readonly ModelContext _context;
    private readonly CoxOptions _options;

    /// <exception cref="ArgumentException">The options are out of range or do not fit the schema.</exception>
    /// <exception cref="InvalidOperationException">No covariate is left to predict from.</exception>
    public CoxModel(ModelContext context, CoxOptions options)
        : this(context, options, CovariateDesign.Of(context.Encoder, options.Covariates, target: -1))
    {
    }

    private CoxModel(ModelContext context, CoxOptions options, CovariateDesign design)
        : base(Name, CoxProblem.NameOf(context.Encoder, design, TargetColumn.Endpoint(context.Encoder.Schema, options.Target, Name), options), design.Count)
    {
        options.Validate();
        (_context, _options) = (context, options);
    }

    public static FitPlan Plan { get; } = new(CoxScore.SumsMax, Trains: false, SumsAfter: 0);

    public override PredictionKind Kind => PredictionKind.Risk;

    private protected override async Task<double[]> FitAsync(IRingSum ring, CancellationToken cancellationToken) =>
        (await CoxScore.FitAsync(_context.Encoder, _context.Cohort, _options, ring, cancellationToken).ConfigureAwait(false)).Coefficients;

    private protected override double[] Predict(Cohort cohort, double[] coefficients) =>
        new CoxScore(_context.Encoder, _options, coefficients).Of(cohort);
}
