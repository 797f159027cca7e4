using RingFed.Learning.Evaluation;

namespace RingFed.Daemon.Experiments.Judging;

/// <summary>One number of a cell. Never NaN and never infinite; null has its reason.</summary>
/// <param name="Floor">Independent columns, or chance; null where there is none.</param>
/// <param name="Ceiling">Real hold-out patients in the generator's place; null where there is none.</param>
internal sealed record MeasuredMetric(
    string Name, string Title, MetricDirection Direction, double? Ideal, double? Value, double? Floor, double? Ceiling, string? Reason)
{
    /// <summary>A warning and no quality: it is never ranked.</summary>
    public bool IsGate { get; init; }

    /// <summary>
    /// (value - floor) / (ceiling - floor), clipped to 0..1, turned so that higher is better; the ideal in the place of a ceiling
    /// that there is none of. Null where nothing ranks: a gate, a ceiling no better than the floor, or no value.
    /// </summary>
    public double? Quality => QualityOf(Value);

    public double? QualityOf(double? value)
    {
        if (IsGate || Goodness(value) is not { } score || Goodness(Floor) is not { } floor || Goodness(Ceiling ?? Ideal) is not { } ceiling)
        {
            return null;
        }

        return ceiling > floor ? Math.Clamp((score - floor) / (ceiling - floor), 0, 1) : null;
    }

    /// <summary>Turned so that higher is better; null where that means nothing.</summary>
    public double? Goodness(double? value) => Direction switch
    {
        MetricDirection.HigherIsBetter => value,
        MetricDirection.LowerIsBetter => -value,
        _ => Ideal is { } ideal && value is { } some ? -Math.Abs(some - ideal) : null,
    };

    /// <summary>The metric on resampled hold-out patients (<see cref="Learning.Evaluation.Protocol.PatientBootstrap"/>); null where that was not done.</summary>
    public IReadOnlyList<double>? Replicates { get; init; }
}

/// <summary>What was measured on one part of the patients.</summary>
/// <param name="Scope"><see cref="Joint"/>, or a silo's name.</param>
/// <param name="Copying">Drawn rows lie suspiciously close to training patients; null where that is unknown.</param>
internal sealed record JudgedScope(string Scope, int TrainRows, int HoldoutRows, bool? Copying, IReadOnlyList<MeasuredMetric> Metrics)
{
    public const string Joint = "joint";
}

/// <summary>A survival curve to be drawn.</summary>
/// <param name="Times">Ascending, at which it falls to the survival of the same place.</param>
internal sealed record SurvivalCurve(string Endpoint, string Name, IReadOnlyList<double> Times, IReadOnlyList<double> Survival)
{
    /// <summary>Name of the curve of patients that no model has seen.</summary>
    public const string Real = "real hold-out";
}

/// <param name="Curves">Of the joint patients; empty for what draws none.</param>
internal sealed record Judgement(IReadOnlyList<JudgedScope> Scopes, IReadOnlyList<SurvivalCurve> Curves);
