using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models.Checkpoints;

namespace RingFed.Learning.Models.Predictors;

/// <summary>
/// A predictor that sums over the ring make, and nothing else: no parameters are exchanged, <see cref="Train"/> does
/// nothing, and a checkpoint holds the coefficients.
/// </summary>
public abstract class SummedPredictor : IPredictiveModel
{
    private const string CoefficientsName = "coefficients";
    private const string ModelKey = "model";
    private const string FitKey = "fit";

    private readonly string _model;
    private readonly string _fit;
    private readonly int _size;
    private double[]? _coefficients;

    /// <param name="fit">Names encoder, target, covariates and options; a checkpoint of another is refused.</param>
    /// <param name="size">Number of coefficients.</param>
    private protected SummedPredictor(string model, string fit, int size)
    {
        (_model, _fit, _size) = (model, fit, size);
        Layout = new ModelLayout(model, []);
    }

    public ModelLayout Layout { get; }

    public abstract PredictionKind Kind { get; }

    /// <summary>Whether <see cref="Predict"/> has something to go by.</summary>
    public bool IsFitted => _coefficients is not null;

    public async Task FitAsync(FitStage stage, IRingSum ring, CancellationToken cancellationToken)
    {
        if (stage == FitStage.BeforeTraining)
        {
            _coefficients = await FitAsync(ring, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <exception cref="InvalidOperationException">The model was neither fitted nor loaded.</exception>
    public double[] Predict(Cohort cohort) => Predict(
        cohort, _coefficients ?? throw new InvalidOperationException($"{_model}: the model has not been fitted; fit it over the ring, or load its checkpoint."));

    public TrainingReport Train(TrainingBudget budget, CancellationToken cancellationToken) => new(0, 0, new Dictionary<string, double>());

    public void ExportParameters(Span<float> destination) => RequireNone(destination.Length);

    public void ImportParameters(ReadOnlySpan<float> source) => RequireNone(source.Length);

    /// <exception cref="InvalidOperationException">The model was neither fitted nor loaded.</exception>
    public void SaveCheckpoint(string path, CheckpointAddition? addition = null)
    {
        double[] coefficients = _coefficients ?? throw new InvalidOperationException($"{_model}: there is nothing to save before the fit.");
        SortedDictionary<string, string> metadata = new(addition?.Metadata.ToDictionary() ?? []) { [ModelKey] = _model, [FitKey] = _fit };
        new SafetensorsFile(
            [SafetensorsEntry.Of<double>(CoefficientsName, coefficients, coefficients.Length), .. addition?.Entries ?? []], metadata).Save(path);
    }

    public void LoadCheckpoint(string path)
    {
        SafetensorsFile file = SafetensorsFile.Load(path);
        if (file.Metadata.GetValueOrDefault(ModelKey) != _model || file.Metadata.GetValueOrDefault(FitKey) != _fit)
        {
            throw new InvalidDataException($"The checkpoint cannot be used: it is not of {_model} with this encoder, target, covariates and options.");
        }

        double[] coefficients = file.Read<double>(CoefficientsName, _size).ToArray();
        _coefficients = coefficients.All(double.IsFinite)
            ? coefficients
            : throw new InvalidDataException("The checkpoint cannot be used: a coefficient is not a number.");
    }

    public void Dispose() => GC.SuppressFinalize(this);

    private protected abstract Task<double[]> FitAsync(IRingSum ring, CancellationToken cancellationToken);

    private protected abstract double[] Predict(Cohort cohort, double[] coefficients);

    private void RequireNone(int length)
    {
        if (length != 0)
        {
            throw new ArgumentException($"{_model}: {length} values were given for a layout of 0.");
        }
    }
}
