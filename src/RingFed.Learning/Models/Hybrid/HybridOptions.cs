namespace RingFed.Learning.Models.Hybrid;

/// <summary>Hyper-parameters of <see cref="HybridModel"/>; the ring exchanges only models of equal layout.</summary>
public sealed record HybridOptions : ModelOptions
{
    /// <summary>Hidden units of each sharpened column.</summary>
    public int UnitSize { get; init; } = 32;

    /// <summary>Share of hidden units that rest in a training step, in [0, 1).</summary>
    public double Dropout { get; init; } = 0.2;

    /// <summary>Records a step.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Of Adam.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>L2 weight decay of Adam.</summary>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>Checks of the held-out tenth without a better one before a call of training ends; 0 never ends it early.</summary>
    public int Patience { get; init; } = 20;

    /// <exception cref="ArgumentException">Options are unknown or out of range.</exception>
    public static HybridOptions Parse(IReadOnlyDictionary<string, string> texts)
    {
        HybridOptions defaults = new();
        OptionReader read = new(HybridModel.Name, texts);
        HybridOptions options = new()
        {
            UnitSize = read.Whole("unitSize", defaults.UnitSize),
            Dropout = read.Number("dropout", defaults.Dropout),
            BatchSize = read.Whole("batchSize", defaults.BatchSize),
            LearningRate = read.Number("learningRate", defaults.LearningRate),
            WeightDecay = read.Number("weightDecay", defaults.WeightDecay),
            Patience = read.Whole("patience", defaults.Patience),
        };
        read.ThrowIfFaulty();
        options.Validate();
        return options;
    }

    /// <exception cref="ArgumentException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        Require(UnitSize > 0, "unitSize must be above 0");
        Require(Dropout is >= 0 and < 1, "dropout must lie in [0, 1)");
        Require(BatchSize > 0, "batchSize must be above 0");
        Require(LearningRate > 0 && WeightDecay >= 0, "learningRate must be above 0, weightDecay not negative");
        Require(Patience >= 0, "patience must not be negative");
    }

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new ArgumentException($"{HybridModel.Name}: {rule}.");
        }
    }
}
