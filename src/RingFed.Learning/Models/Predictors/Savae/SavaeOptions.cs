using RingFed.Learning.Models.Predictors.Networks;

namespace RingFed.Learning.Models.Predictors.Savae;

/// <summary>
/// Hyper-parameters of <see cref="SavaeModel"/>; the paper's where not said otherwise. Learning rate .003 and batches of 256
/// (the paper's: .001 and 64) were chosen among sixteen settings by FedAvg of three silos, 25 rounds of 40 steps, on
/// patients left out of the training parts of METABRIC and GBSG: at .001 and 64 that budget ends long before the first has been learnt.
/// </summary>
public sealed record SavaeOptions : NetworkOptions
{
    public SavaeOptions() => (BatchSize, LearningRate, WeightDecay) = (256, 3e-3, 1e-4);

    /// <summary>Length of z.</summary>
    public int Latent { get; init; } = 5;

    /// <summary>Units of each hidden layer.</summary>
    public int Width { get; init; } = 50;

    /// <summary>
    /// β that the divergence from N(0, I) weighs by, &gt;= 0. The paper's is 1; less lets z say more of the patient.
    /// </summary>
    public double Divergence { get; init; } = 1;

    /// <summary>Options as a topology writes them, by the names of the properties with a small first letter.</summary>
    /// <exception cref="ArgumentException">Unknown names, or values out of range.</exception>
    public static SavaeOptions Parse(IReadOnlyDictionary<string, string> texts)
    {
        SavaeOptions defaults = new();
        OptionReader read = new(SavaeModel.Name, texts);
        SavaeOptions options = new()
        {
            Target = read.Text("target", defaults.Target),
            Covariates = read.Names("covariates"),
            Latent = read.Whole("latent", defaults.Latent),
            Width = read.Whole("width", defaults.Width),
            Divergence = read.Number("divergence", defaults.Divergence),
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
        ValidateTraining(SavaeModel.Name);
        Require(SavaeModel.Name, Divergence >= 0, "divergence must not be negative");
        Require(SavaeModel.Name, Latent > 0 && Width > 0, "latent and width must be above 0");
    }
}
