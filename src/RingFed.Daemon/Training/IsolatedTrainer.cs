using Microsoft.Extensions.Logging;
using RingFed.Federation.Ring;
using RingFed.Federation.Topology;
using RingFed.Federation.Transport;
using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models;
using RingFed.Learning.Privacy;

namespace RingFed.Daemon.Training;

/// <summary>
/// This silo alone (<see cref="ExchangeKind.Isolated"/>): it fits its own encoder, adds up over its own patients and trains,
/// beside the others and with nothing of theirs. All rounds of the ring are gather rounds of one byte, the same at every
/// silo: they keep the silos in step and tell nothing. A round's training is on the disk before the silo says that it is
/// done, because the ring does not ask again for what was said; where a round closes before the silo is done, what it began
/// is dropped, and it has trained a round less than the others.
/// </summary>
internal sealed class IsolatedTrainer : IRoundWorker, IDisposable
{
    private const string Query = "isolated";

    /// <summary>A training step that is under way when the daemon stops keeps its model until the process ends.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly PatientDisk _disk;
    private readonly IRestorableLedger _ledger;
    private readonly TrainingProgress _progress;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly WorkingModel _model;
    private readonly StagedFit _stages;
    private readonly TrainerOptions _options;
    private readonly int _lastRound;

    /// <param name="lastRound">After it the model is completed by what comes after training.</param>
    public IsolatedTrainer(
        TrainerOptions options,
        Cohort cohort,
        SiloState files,
        int lastRound,
        IRestorableLedger ledger,
        PatientDisk disk,
        TrainingProgress progress,
        TimeProvider time,
        ILogger<IsolatedTrainer> logger)
    {
        (_options, _lastRound, _ledger, _disk, _progress, _time, _logger) = (options, lastRound, ledger, disk, progress, time, logger);
        _model = new WorkingModel(
            options, cohort, files, ledger, time, logger,
            context => ModelCatalog.Create(options.Model, context, ModelCatalog.ParseOptions(options.Model, options.ModelOptions)));
        _stages = new StagedFit(options.Plan, cohort, _model, new LocalRing([options.Silo]).For(options.Silo), means: null, disk, _stopping.Token);
    }

    /// <summary>Rounds of the session: one for each round of training, and one for a model that trains nothing.</summary>
    public static RoundPhases PhasesOf(FitPlan plan, FederationTopology topology) => new(plan.Trains ? topology.Exchange.Rounds : 1, 0, 0);

    /// <summary>What status says of a round of training.</summary>
    public string Activity { get; set; } = "training alone";

    /// <summary>As the last round that it trained in left it.</summary>
    public IRingModel Model => _model.Get();

    public Task<ParameterStart> StartParametersAsync(CancellationToken cancellationToken) =>
        throw new InvalidOperationException("silos that train alone have no rounds of parameters");

    public async Task<Contribution> WorkAsync(RoundAssignment assignment, CancellationToken cancellationToken)
    {
        try
        {
            _progress.Begin(assignment.Round, _options.Plan.Trains ? Activity : $"fitting: {Activity}");
            await _stages.Of(FitStage.BeforeTraining).WaitAsync(cancellationToken);

            // A silo that stopped between its checkpoint and its signature is asked again, and has trained already.
            if (_options.Plan.Trains && !_model.IsSavedSince(assignment.Round))
            {
                await TrainAsync(assignment.Round, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            _progress.Drop();
            throw;
        }

        // Not the number of patients, and no encoder: neither is anyone else's business.
        return new GatherContribution(Query, new byte[1], Records: 1, new byte[32]);
    }

    public async Task MergeAsync(RoundResult result, CancellationToken cancellationToken)
    {
        await _stages.Of(FitStage.BeforeTraining).WaitAsync(cancellationToken);
        if (!_model.IsSavedSince(result.Round))
        {
            await _disk.WriteAsync(() => _model.Save(result.Record), cancellationToken);
        }

        if (result.Round == _lastRound)
        {
            await _stages.Of(FitStage.AfterTraining).WaitAsync(cancellationToken);
        }
    }

    public Task BookForgottenAsync(ForgottenSpending forgotten, CancellationToken cancellationToken) =>
        _disk.WriteAsync(() => ForgottenBudget.Book(_ledger, forgotten, _logger), cancellationToken);

    public void Dispose()
    {
        _stopping.Cancel();
        if (_stages.HaveEndedWithin(Patience))
        {
            _model.Dispose();
        }

        _stopping.Dispose();
    }

    private async Task TrainAsync(int round, CancellationToken cancellationToken)
    {
        _progress.Begin(round, Activity);
        try
        {
            // A thread of its own: libtorch's gradient mode belongs to the thread, and a round lasts longer than the pool likes.
            await Task.Factory.StartNew(() => TrainRound(round, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await _disk.WriteAsync(() => _model.SaveRound(round), cancellationToken);
        }
        catch
        {
            // Half a round: neither kept by the round's end nor trained on from.
            _model.TakeBack();
            throw;
        }
    }

    /// <exception cref="TrainingDivergedException">A parameter is no number; not every model sees it itself.</exception>
    private void TrainRound(int round, CancellationToken cancellationToken)
    {
        IRingModel model = _model.Get();
        _model.ForgetStart();
        long started = _time.GetTimestamp();
        TrainingReport report = model.Train(_options.LocalWork, cancellationToken);
        float[] values = new float[model.Layout.Count];
        model.ExportParameters(values);
        if (!Array.TrueForAll(values, float.IsFinite))
        {
            throw new TrainingDivergedException(
                $"{_options.Model}: a parameter is no longer a number after round {round}. Lower the learning rate, or check the cohort's ranges; the parameters of the last round stay in use.");
        }

        _progress.Finish(new RoundLosses(round, report.Steps, _time.GetElapsedTime(started).TotalSeconds, report.Losses));
    }
}
