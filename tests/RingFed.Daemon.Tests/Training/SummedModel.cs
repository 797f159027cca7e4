using RingFed.Learning.Encoding;
using RingFed.Learning.Models;
using RingFed.Learning.Models.Checkpoints;

namespace RingFed.Daemon.Tests.Training;

/// <summary>Two sums before training, the second of what the first gave, two parameters to train, and one sum of them and the rest after it.</summary>
internal sealed class SummedModel(ModelContext context) : IRingModel
{
    public static FitPlan Plan { get; } = new(SumsBefore: 2, Trains: true, SumsAfter: 1);

    /// <summary>A total that the model takes for impossible.</summary>
    public long RefusesAbove { get; set; } = long.MaxValue;

    private readonly float[] _parameters = [1, 1];
    private readonly float[] _totals = new float[3];

    public IReadOnlyList<float> Totals => _totals;

    public IReadOnlyList<float> Parameters => _parameters;

    /// <summary>How often this model was trained.</summary>
    public int Trainings { get; private set; }

    /// <summary>What it is trained to once; null for what its patients give.</summary>
    public float? Diverges { get; set; }

    public ModelLayout Layout { get; } = new("summed", [new ParameterInfo("weights", [2], "decoder", TrainedOn.Records, null)]);

    public async Task FitAsync(FitStage stage, IRingSum ring, CancellationToken cancellationToken)
    {
        long own = context.Cohort.Count;
        if (stage == FitStage.AfterTraining)
        {
            _totals[2] = await SumAsync("last", (own * (long)_parameters[0]) + (long)_totals[1]);
            return;
        }

        _totals[0] = await SumAsync("first", own);
        if (_totals[0] > RefusesAbove)
        {
            throw new InvalidOperationException($"No more than {RefusesAbove} patients are possible.");
        }

        _totals[1] = await SumAsync("second", own + (long)_totals[0]);

        async Task<float> SumAsync(string name, long value) => (await ring.SumAsync(
            StatisticQuery.OfCounts(name, [value, -value], 1, 1, bound: 1 << 20, minimumCount: 0, "A test."), cancellationToken)).Counts()[0];
    }

    public TrainingReport Train(TrainingBudget budget, CancellationToken cancellationToken)
    {
        Trainings++;
        _parameters[0]++;
        _parameters[1] = Diverges ?? (_parameters[1] + context.Cohort.Count);
        return new TrainingReport(1, context.Cohort.Count, new Dictionary<string, double>());
    }

    public void ExportParameters(Span<float> destination) => _parameters.CopyTo(destination);

    /// <summary>How often parameters were put in place of its own.</summary>
    public int Imports { get; private set; }

    public void ImportParameters(ReadOnlySpan<float> source)
    {
        Imports++;
        source.CopyTo(_parameters);
    }

    public void SaveCheckpoint(string path, CheckpointAddition? addition = null) => new SafetensorsFile(
        [SafetensorsEntry.Of<float>("weights", _parameters, 2), SafetensorsEntry.Of<float>("totals", _totals, 3)],
        addition?.Metadata ?? new Dictionary<string, string>()).Save(path);

    public void LoadCheckpoint(string path)
    {
        SafetensorsFile file = SafetensorsFile.Load(path);
        file.Read<float>("weights", 2).CopyTo(_parameters);
        file.Read<float>("totals", 3).CopyTo(_totals);
    }

    public void Dispose()
    {
    }
}
