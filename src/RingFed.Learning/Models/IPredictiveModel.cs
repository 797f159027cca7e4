using RingFed.Learning.Data;

namespace RingFed.Learning.Models;

/// <summary>A model that says something about a patient from the columns that are no target.</summary>
public interface IPredictiveModel : IRingModel
{
    PredictionKind Kind { get; }

    /// <summary>One number a patient, finite always: missing covariates are handled as at fit time, stated by each model.</summary>
    double[] Predict(Cohort cohort);
}

/// <summary>What a prediction means.</summary>
public enum PredictionKind
{
    /// <summary>Survival: higher means an earlier event; only the order counts (Cox: the linear predictor).</summary>
    Risk,

    /// <summary>Probability of the target's category 1, in (0, 1).</summary>
    Probability,
}
