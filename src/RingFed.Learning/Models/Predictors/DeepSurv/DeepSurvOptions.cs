using RingFed.Learning.Models.Predictors.Networks;

namespace RingFed.Learning.Models.Predictors.DeepSurv;

/// <summary>Hyper-parameters of <see cref="DeepSurvModel"/>; the ring exchanges only models of equal layout.</summary>
public sealed record DeepSurvOptions : NetworkOptions
{
    public DeepSurvOptions() => (BatchSize, Dropout) = (1_024, .1);

    /// <summary>Hidden layers, 1 to 8.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Units of each hidden layer.</summary>
    public int Width { get; init; } = 128;

    public HiddenActivation Activation { get; init; } = HiddenActivation.Selu;

    /// <summary>Options as a topology writes them, by the names of the properties with a small first letter.</summary>
    /// <exception cref="ArgumentException">Unknown names, or values out of range.</exception>
    public static DeepSurvOptions Parse(IReadOnlyDictionary<string, string> texts)
    {
        DeepSurvOptions defaults = new();
        OptionReader read = new(DeepSurvModel.Name, texts);
        DeepSurvOptions options = new()
        {
            Target = read.Text("target", defaults.Target),
            Covariates = read.Names("covariates"),
            Layers = read.Whole("layers", defaults.Layers),
            Width = read.Whole("width", defaults.Width),
            Activation = read.Word("activation", defaults.Activation),
            BatchSize = read.Whole("batchSize", defaults.BatchSize),
            LearningRate = read.Number("learningRate", defaults.LearningRate),
            WeightDecay = read.Number("weightDecay", defaults.WeightDecay),
            Dropout = read.Number("dropout", defaults.Dropout),
            Validation = read.Number("validation", defaults.Validation),
            Patience = read.Whole("patience", defaults.Patience),
        };
        read.ThrowIfFaulty();
        options.Validate();
        return options;
    }

    /// <exception cref="ArgumentException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        ValidateTraining(DeepSurvModel.Name);
        Require(DeepSurvModel.Name, Layers is > 0 and <= 8, "layers must lie in 1..8");
        Require(DeepSurvModel.Name, Width > 0, "width must be above 0");
    }
}
