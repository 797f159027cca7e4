using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models.Predictors.Covariates;
using RingFed.Learning.Models.Predictors.Newton;

namespace RingFed.Learning.Models.Predictors.LogisticRegression;

/// <summary>
/// Logistic regression by Newton on masked sums: each total is that of the pooled records to the last bit of the fixed
/// point, so the fit is the pooled one. Covariates as in <see cref="CovariateDesign"/>. Predicts the probability of 1.
/// </summary>
public sealed class LogisticModel : SummedPredictor
{
    public const string Name = "logistic-regression";

    /// <summary>Predictions are kept off 0 and 1, which no finite evidence gives.</summary>
    private const double ProbabilityMin = 1e-15;

    private readonly ModelContext _context;
    private readonly LogisticOptions _options;
    private readonly CovariateDesign _design;
    private readonly int _target;

    /// <exception cref="ArgumentException">The options are out of range or do not fit the schema.</exception>
    /// <exception cref="InvalidOperationException">No covariate is left to predict from.</exception>
    public LogisticModel(ModelContext context, LogisticOptions options)
        : this(context, options, CovariateDesign.Of(context.Encoder, options.Covariates, TargetColumn.Binary(context.Encoder.Schema, options.Target, Name)))
    {
    }

    private LogisticModel(ModelContext context, LogisticOptions options, CovariateDesign design)
        : base(Name, LogisticProblem.NameOf(context.Encoder, design, options), 1 + design.Count)
    {
        options.Validate();
        (_context, _options, _design) = (context, options, design);
        _target = TargetColumn.Binary(context.Encoder.Schema, options.Target, Name);
    }

    public static FitPlan Plan { get; } = new(RingNewton.SumsMax, Trains: false, SumsAfter: 0);

    public override PredictionKind Kind => PredictionKind.Probability;

    private protected override Task<double[]> FitAsync(IRingSum ring, CancellationToken cancellationToken) =>
        RingNewton.FitAsync(new LogisticProblem(_context.Encoder, _design, _context.Cohort, _target, _options), ring, cancellationToken);

    private protected override double[] Predict(Cohort cohort, double[] coefficients) =>
        [.. LinearPredictor.Of(_design.Encode(cohort), coefficients.AsSpan(1), coefficients[0]).Select(
            predictor => Math.Clamp(1 / (1 + ExactMath.Exp(-predictor)), ProbabilityMin, 1 - ProbabilityMin))];
}
