using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models.Checkpoints;
using RingFed.Learning.Models.Parameters;
using RingFed.Learning.Models.Predictors.Covariates;
using RingFed.Learning.Privacy;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Models.Predictors.Networks;

/// <summary>
/// A survival predictor whose network is trained by rounds: batches, early stopping, FedProx, exchange and checkpoint, the
/// same for every network. Patients without a known endpoint are left out of training.
/// </summary>
public abstract class NetworkPredictor : IPredictiveModel
{
    /// <summary>Steps between two looks at the patients that only judge.</summary>
    private const int StepsPerLook = 10;

    private readonly string _name;
    private readonly string _fit;
    private readonly ModelContext _context;
    private readonly NetworkOptions _options;
    private readonly EndpointSchema _endpoint;
    private readonly CovariateDesign _design;
    private readonly double _timeUnit;
    private readonly ISurvivalNetwork _network;
    private readonly FlatAdam _adam;
    private NetworkProgress _progress;
    private NetworkTrainer? _trainer;

    /// <param name="network">Made of the number of covariates; its parameters are drawn here, from the topology's seed.</param>
    /// <param name="layers">Names the network's sizes.</param>
    private protected NetworkPredictor(string name, ModelContext context, NetworkOptions options, Func<CovariateDesign, ISurvivalNetwork> network, string layers)
    {
        (_name, _context, _options) = (name, context, options);
        _endpoint = TargetColumn.Endpoint(context.Encoder.Schema, options.Target, name);
        _design = CovariateDesign.Of(context.Encoder, options.Covariates, target: -1);
        _timeUnit = MeanTime(context.Encoder, _endpoint);
        _fit = QueryName.Of(name, context.Encoder, [_endpoint.Name, layers, .. _design.Names]);
        _network = network(_design);
        _network.Parameters.Initialise(new SeededRandom(context.Seeds.Weights));
        _adam = new FlatAdam(_network.Parameters, options.LearningRate, beta1: .9, beta2: .999, options.WeightDecay);
        _progress = new NetworkProgress(0, context.Seeds.Training);
        Layout = new ModelLayout(name, [.. _network.Parameters.Specs.Select(
            spec => new ParameterInfo(spec.Name, spec.Shape, "predictor", TrainedOn.Records, Mechanism: null))]);
    }

    public ModelLayout Layout { get; }

    public PredictionKind Kind => PredictionKind.Risk;

    /// <summary>Nothing to fit: covariates and time unit are the encoder's.</summary>
    public Task FitAsync(FitStage stage, IRingSum ring, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <exception cref="InvalidOperationException">The silo has too few patients with an event, or endpoints that cannot be.</exception>
    /// <exception cref="BudgetSpentException">The ledger refused; nothing was trained.</exception>
    /// <exception cref="TrainingDivergedException">A loss or a parameter is not finite; nothing of it may be exchanged or saved.</exception>
    public TrainingReport Train(TrainingBudget budget, CancellationToken cancellationToken)
    {
        _trainer ??= CreateTrainer();
        _context.Ledger.Reserve(new LedgerEntry(LedgerPurpose.Training, _name, Epsilon: 0, Delta: 0, Mechanism: null));
        using IDisposable pull = _adam.Pull(budget.Proximal);
        BestParameters best = new(_network.Parameters, patience: 0);
        best.Offer(_trainer.Validate(), step: 0);
        long started = _context.Time.GetTimestamp();
        double sum = 0;
        int steps = 0;
        while (steps < budget.StepsMax && !(_context.Time.GetElapsedTime(started) >= budget.TimeMax) && !IsPatienceOver(best, steps))
        {
            cancellationToken.ThrowIfCancellationRequested();
            sum += Finite(_trainer.Step(_progress.Steps));
            _progress = _progress with { Steps = _progress.Steps + 1 };
            steps++;
            if (_options.Patience > 0 && steps % StepsPerLook == 0)
            {
                best.Offer(_trainer.Validate(), steps);
            }
        }

        if (_options.Patience > 0 && steps % StepsPerLook != 0)
        {
            best.Offer(_trainer.Validate(), steps);
        }

        return Finish(best, steps, sum);
    }

    public void ExportParameters(Span<float> destination)
    {
        RequireLength(destination.Length);
        _network.Parameters.Values.CopyTo(destination);
    }

    public void ImportParameters(ReadOnlySpan<float> source)
    {
        RequireLength(source.Length);
        source.CopyTo(_network.Parameters.Values);
    }

    public double[] Predict(Cohort cohort)
    {
        if (cohort.Count == 0)
        {
            return [];
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable still = no_grad();
        Tensor inputs = tensor(_design.Encode(cohort).Select(value => (float)value).ToArray()).view(cohort.Count, _design.Count);
        return [.. _network.Risks(inputs).data<float>().ToArray().Select(risk => (double)risk)];
    }

    public void SaveCheckpoint(string path, CheckpointAddition? addition = null) =>
        NetworkCheckpoint.Save(path, _name, _fit, _network.Parameters, _adam, _progress, addition);

    public void LoadCheckpoint(string path)
    {
        _progress = NetworkCheckpoint.Load(path, _name, _fit, _network.Parameters, _adam);

        // The trainer drew its patients and batches from the seed it was made with, which the file may replace.
        _trainer?.Dispose();
        _trainer = null;
    }

    public void Dispose()
    {
        _trainer?.Dispose();
        _adam.Dispose();
        _network.Dispose();
        GC.SuppressFinalize(this);
    }

    private NetworkTrainer CreateTrainer()
    {
        SurvivalRows known = SurvivalRows.Of(_context.Cohort, _endpoint);
        int[] order = new int[known.Count];
        Shuffling.Permute(order, new SeededRandom(_progress.TrainingSeed, stream: 0));
        int judging = Judges(known, order);
        RequireEvents(known, order[judging..]);
        return new NetworkTrainer(
            _network, _adam, Tensors(known, order[judging..]), judging > 0 ? Tensors(known, order[..judging]) : null,
            _options.BatchSize, _progress.TrainingSeed);
    }

    /// <summary>The first so many of the order judge; none where no event is among them, whose loss would say nothing.</summary>
    private int Judges(SurvivalRows known, int[] order)
    {
        int judging = _options.Patience > 0 ? (int)(_options.Validation * known.Count) : 0;
        return order[..judging].Any(i => known.Events[i]) ? judging : 0;
    }

    private SurvivalTensors Tensors(SurvivalRows known, int[] chosen) =>
        new(_design, _context.Cohort, _endpoint, chosen.Select(i => known.Rows[i]), _timeUnit);

    private void RequireEvents(SurvivalRows known, int[] chosen)
    {
        if (!chosen.Any(i => known.Events[i]))
        {
            throw new InvalidOperationException($"{_name}: this silo has {known.Count} patients with a known endpoint '{_endpoint.Name}', and no event among those to train on.");
        }
    }

    private bool IsPatienceOver(BestParameters best, int steps) => _options.Patience > 0 && best.Exists && steps - best.Step >= _options.Patience;

    private TrainingReport Finish(BestParameters best, int steps, double sum)
    {
        Dictionary<string, double> losses = new() { ["loss"] = sum / Math.Max(steps, 1) };
        if (best.Exists)
        {
            best.Restore();
            losses["validation"] = best.Loss;
        }

        foreach (float value in _network.Parameters.Values)
        {
            Finite(value);
        }

        // The steps of what is kept. Where that is the start nothing was learnt, and the steps taken are reported: few of them
        // would, as the ring divides by steps, weigh down the silos that learnt.
        return new TrainingReport(best.Step > 0 ? best.Step : steps, _context.Cohort.Count, losses);
    }

    private double Finite(double number) => double.IsFinite(number)
        ? number
        : throw new TrainingDivergedException($"{_name}: a loss or a parameter is {number} at step {_progress.Steps}. Lower the learning rate; the parameters of the last round stay in use.");

    private void RequireLength(int length)
    {
        if (length != Layout.Count)
        {
            throw new ArgumentException($"{_name}: {length} values were given for a layout of {Layout.Count}.");
        }
    }

    /// <summary>Over the ring's time bins, patients evenly within each; the same at every silo.</summary>
    private static double MeanTime(FittedEncoder encoder, EndpointSchema endpoint)
    {
        EndpointEncoding encoding = encoder.Columns.OfType<EndpointEncoding>().First(column => column.Endpoint.Name == endpoint.Name);
        int bins = encoding.TimeBinEdges.Length - 1;
        double sum = 0;
        double records = 0;
        for (int bin = 0; bin < bins; bin++)
        {
            double count = encoding.Counts[bin] + encoding.Counts[bins + bin];
            sum += count * (encoding.TimeBinEdges[bin] + encoding.TimeBinEdges[bin + 1]) / 2;
            records += count;
        }

        return records > 0 ? sum / records : encoding.TimeBinEdges[^1];
    }
}
