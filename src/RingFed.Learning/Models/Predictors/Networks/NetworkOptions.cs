namespace RingFed.Learning.Models.Predictors.Networks;

/// <summary>What every predictor that trains a network can be told.</summary>
public abstract record NetworkOptions : ModelOptions
{
    /// <summary>Name of the endpoint; null for the schema's first.</summary>
    public string? Target { get; init; }

    /// <summary>Columns to predict from; empty for all that are no outcome.</summary>
    public IReadOnlyList<string> Covariates { get; init; } = [];

    /// <summary>Records a step, at most; all of a smaller silo.</summary>
    public int BatchSize { get; init; } = 256;

    public double LearningRate { get; init; } = 1e-3;

    /// <summary>λ of L2 decay, added to the gradient as λθ.</summary>
    public double WeightDecay { get; init; } = 1e-3;

    /// <summary>Share of hidden units dropped at each pass, in [0, 1).</summary>
    public double Dropout { get; init; }

    /// <summary>
    /// Share of the silo's patients that only judge, in (0, 0.5], where <see cref="Patience"/> is above 0. Drawn once, from
    /// the training seed.
    /// </summary>
    public double Validation { get; init; } = .2;

    /// <summary>
    /// Steps without a lower loss on those patients after which a call to train ends; it then keeps the parameters of the
    /// lowest. 0, the default, trains all steps on all patients: over a ring the rounds are few steps each, and what is
    /// served is chosen by the gate.
    /// </summary>
    public int Patience { get; init; }

    /// <exception cref="ArgumentException">A value is out of range; the message names it.</exception>
    protected void ValidateTraining(string model)
    {
        Require(model, BatchSize > 1, "batchSize must be above 1");
        Require(model, LearningRate > 0 && double.IsFinite(LearningRate), "learningRate must be above 0");
        Require(model, WeightDecay >= 0 && double.IsFinite(WeightDecay), "weightDecay must not be negative");
        Require(model, Dropout is >= 0 and < 1, "dropout must lie in [0, 1)");
        Require(model, Validation is > 0 and <= .5, "validation must lie in (0, 0.5]");
        Require(model, Patience >= 0, "patience must not be negative");
    }

    protected static void Require(string model, bool holds, string rule)
    {
        if (!holds)
        {
            throw new ArgumentException($"{model}: {rule}.");
        }
    }
}
