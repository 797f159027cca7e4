using Microsoft.Extensions.Logging;
using RingFed.Federation.Aggregation;
using RingFed.Federation.Masking;
using RingFed.Federation.Ring;
using RingFed.Federation.Topology;
using RingFed.Federation.Transport;
using RingFed.Learning.Data;
using RingFed.Learning.Models;
using RingFed.Learning.Privacy;

namespace RingFed.Daemon.Training;

/// <summary>
/// This silo's part of a round: masked sums for what is fitted by them, training from the agreed parameters otherwise. The
/// ring calls it; it knows the cohort, the ring does not. Calls do not overlap (see <see cref="IRoundWorker"/>).
/// </summary>
internal sealed class LearningTrainer : IRoundWorker, IDisposable
{
    /// <summary>A fit that is amid its arithmetic when the daemon stops keeps its model until the process ends.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SiloState _files;
    private readonly IRestorableLedger _ledger;
    private readonly PatientDisk _disk;
    private readonly TrainingProgress _progress;
    private readonly TimeProvider _time;
    private readonly ILogger<LearningTrainer> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly WorkingModel _model;
    private readonly StagedFit _stages;
    private readonly RingFit _fit;
    private readonly long _records;
    private TrainerOptions _options;
    private float[]? _own;

    /// <param name="away">Silos that the ring agrees to be away at present; null when that is not known.</param>
    /// <param name="make">A new model; null for the one that the options name.</param>
    public LearningTrainer(
        TrainerOptions options,
        Cohort cohort,
        SiloState files,
        IRestorableLedger ledger,
        PatientDisk disk,
        TrainingProgress progress,
        TimeProvider time,
        ILogger<LearningTrainer> logger,
        Func<IReadOnlyCollection<string>>? away = null,
        Func<ModelContext, IRingModel>? make = null)
    {
        (_options, _files, _ledger, _disk, _progress, _time, _logger) = (options, files, ledger, disk, progress, time, logger);
        _records = cohort.Count;
        make ??= context => ModelCatalog.Create(options.Model, context, ModelCatalog.ParseOptions(options.Model, options.ModelOptions));
        _model = new WorkingModel(options, cohort, files, ledger, time, logger, make);
        MaskedRingSum sums = new();
        MaskedMeanTraining? means = options.Means == 0 ? null : new(() => _options, _model, sums, disk, progress, time, _stopping.Token);
        _stages = new StagedFit(options.Plan, cohort, _model, sums, means, disk, _stopping.Token);
        _fit = new RingFit(options, cohort.Count, _model, sums, _stages, ledger, disk, progress, new SystemMaskRandomness(), away ?? (() => []), time, logger);
    }

    public void BeginEpoch(FederationTopology topology)
    {
        _options = _options.In(topology);
        _fit.BeginEpoch(topology);
    }

    public Task<ParameterStart> StartParametersAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new ParameterStart(_model.Layout, _model.TakeStart()));

    public Task<ParameterLayout> LayoutAsync(CancellationToken cancellationToken)
    {
        ParameterLayout layout = _model.Layout;
        _model.ForgetStart();
        return Task.FromResult(layout);
    }

    public async Task<Contribution> WorkAsync(RoundAssignment assignment, CancellationToken cancellationToken)
    {
        if (assignment.Kind == RoundKind.Statistic)
        {
            return await _fit.WorkAsync(assignment.Round, cancellationToken);
        }

        if (assignment.IsIdle)
        {
            return GiveBack(assignment);
        }

        _progress.Begin(assignment.Round, "training");
        try
        {
            // A thread of its own: libtorch's gradient mode belongs to the thread, and a round lasts longer than the pool likes.
            return await Task.Factory.StartNew(
                () => TrainRound(assignment, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        catch (OperationCanceledException)
        {
            // The round closed without this silo. What was trained goes with the next round's import.
            _progress.Drop();
            throw;
        }
    }

    public async Task MergeAsync(RoundResult result, CancellationToken cancellationToken)
    {
        if (result.Kind == RoundKind.Statistic)
        {
            await _fit.MergeAsync(result, cancellationToken);
            return;
        }

        if (_model.IsCompletedFrom(result.Record))
        {
            return;
        }

        IRingModel model = _model.Get();
        await ServeAsync(model, result, cancellationToken);
        model.ImportParameters(result.Parameters.Span);
        await _disk.WriteAsync(() => _model.Save(result.Record), cancellationToken);
    }

    public Task BookForgottenAsync(ForgottenSpending forgotten, CancellationToken cancellationToken) =>
        _disk.WriteAsync(() => ForgottenBudget.Book(_ledger, forgotten, _logger), cancellationToken);

    public void Dispose()
    {
        _stopping.Cancel();
        _fit.Dispose();
        if (_stages.HaveEndedWithin(Patience))
        {
            _model.Dispose();
        }

        _stopping.Dispose();
    }

    /// <summary>Before the checkpoint: a silo that stops between the two is given the round again.</summary>
    private async Task ServeAsync(IRingModel model, RoundResult result, CancellationToken cancellationToken)
    {
        if (_model.Gate is not { } gate || model is not IGenerativeModel generator)
        {
            return;
        }

        await _disk.WriteAsync(() => _ledger.Reserve(new LedgerEntry(LedgerPurpose.GateVerdict, "held-out gate", 0, 0, null)), cancellationToken);
        (GateVerdict verdict, float[] served) = gate.Judge(result.Round, generator, _own, result.Parameters.ToArray(), cancellationToken);
        _own = null;
        model.ImportParameters(served);
        await _disk.WriteAsync(() => ServedFile.Write(_files, model, verdict, gate.Best!), cancellationToken);
        _progress.Judged(verdict);
        if (!verdict.IsAccepted)
        {
            _logger.AggregateRejected(verdict.Sentence);
        }
    }

    /// <summary>One step is what a contribution claims at least; under a rule that goes by turns nobody reads it.</summary>
    private ParameterContribution GiveBack(RoundAssignment assignment)
    {
        _progress.Begin(assignment.Round, "waiting: it is another silo's turn to train");
        (_own, _) = (null, _model.Get());
        return new ParameterContribution(assignment.Base, _records, 1, _ledger.EpsilonSpent, _model.EncoderDigest);
    }

    private ParameterContribution TrainRound(RoundAssignment assignment, CancellationToken cancellationToken)
    {
        IRingModel model = _model.Get();
        _own = null;
        long started = _time.GetTimestamp();
        model.ImportParameters(assignment.Base.Span);
        TrainingReport report = model.Train(_options.LocalWork, cancellationToken);
        ExportGuard.Check(model.Layout, _options.DifferentialPrivacy);
        float[] values = new float[model.Layout.Count];
        model.ExportParameters(values);
        _own = _model.Gate is null ? null : values;
        _progress.Finish(new RoundLosses(assignment.Round, report.Steps, _time.GetElapsedTime(started).TotalSeconds, report.Losses));
        return new ParameterContribution(values, report.Records, report.Steps, _ledger.EpsilonSpent, _model.EncoderDigest);
    }
}
