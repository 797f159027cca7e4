using Microsoft.Extensions.Logging;
using RingFed.Federation.Aggregation;
using RingFed.Federation.Ring;
using RingFed.Federation.Topology;
using RingFed.Federation.Transport;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Schemas;
using RingFed.Learning.Encoding;
using RingFed.Learning.Evaluation;
using RingFed.Learning.Models;
using RingFed.Learning.Privacy;

namespace RingFed.Daemon.Training;

/// <summary>
/// This silo's part of a round: statistics for the encoder first, then training from the agreed parameters. The ring
/// calls it; it knows the cohort, the ring does not. Calls do not overlap (see <see cref="IRoundWorker"/>).
/// </summary>
internal sealed class LearningTrainer(
    TrainerOptions options,
    Cohort cohort,
    SiloState files,
    IRestorableLedger ledger,
    PatientDisk disk,
    TrainingProgress progress,
    TimeProvider time,
    ILogger<LearningTrainer> logger) : IRoundWorker, IDisposable
{
    private static readonly byte[] NoEncoder = new byte[32];

    private readonly RelayRingSum _sums = new();
    private readonly CheckpointStore _checkpoints = new(files);
    private readonly CancellationTokenSource _stopping = new();
    private TrainerOptions _options = options;
    private Task<FittedEncoder>? _fit;
    private int _summed = -1;
    private FittedEncoder? _encoder;
    private IGenerativeModel? _model;
    private ParameterLayout? _layout;
    private float[]? _start;
    private HeldoutGate? _gate;
    private float[]? _own;

    public void BeginEpoch(FederationTopology topology) => _options = _options.In(topology);

    /// <summary>Handed over and not kept: it is a whole model, and an epoch that asks once more is rare.</summary>
    public Task<ParameterStart> StartParametersAsync(CancellationToken cancellationToken)
    {
        Model();
        float[] values = _start ?? StartAnew();
        _start = null;
        return Task.FromResult(new ParameterStart(_layout!, values));
    }

    /// <summary>The values are let go: an epoch that goes on from agreed parameters does not begin from the seed's.</summary>
    public Task<ParameterLayout> LayoutAsync(CancellationToken cancellationToken)
    {
        Model();
        _start = null;
        return Task.FromResult(_layout!);
    }

    public async Task<Contribution> WorkAsync(RoundAssignment assignment, CancellationToken cancellationToken)
    {
        if (assignment.Kind == RoundKind.Statistic)
        {
            progress.Begin(assignment.Round, "counting for the shared encoder");
            StatisticQuery query = (await CurrentSumAsync(cancellationToken)).Query;
            await disk.WriteAsync(() => ledger.Reserve(EntryOf(query)), cancellationToken);
            return new StatisticContribution(query.Name, new RingTotal(query.Values, []).Counts(), cohort.Count, NoEncoder);
        }

        progress.Begin(assignment.Round, "training");

        try
        {
            // A thread of its own: libtorch's gradient mode belongs to the thread, and a round lasts longer than the pool likes.
            return await Task.Factory.StartNew(
                () => TrainRound(assignment, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        catch (OperationCanceledException)
        {
            // The round closed without this silo. What was trained goes with the next round's import.
            progress.Drop();
            throw;
        }
    }

    public async Task MergeAsync(RoundResult result, CancellationToken cancellationToken)
    {
        if (result.Kind == RoundKind.Statistic)
        {
            // After a restart the signed contribution is sent again without asking for it, and a silo that was away is given
            // a total to which it added nothing: fitting still has to begin.
            if (result.Round > _summed)
            {
                await CurrentSumAsync(cancellationToken);
                _sums.Complete(new RingTotal([.. result.Statistic.ToArray().Select(value => (Int128)value)], result.Record.Merged));
                _summed = result.Round;
            }

            _encoder = await _fit!.WaitAsync(cancellationToken);
            await disk.WriteAsync(() => EncoderFile.Write(files, _encoder), cancellationToken);
            return;
        }

        IGenerativeModel model = Model();
        await ServeAsync(model, result, cancellationToken);
        model.ImportParameters(result.Parameters.Span);
        await disk.WriteAsync(() => _checkpoints.Save(model), cancellationToken);
    }

    /// <summary>Before the checkpoint: a silo that stops between the two is given the round again.</summary>
    private async Task ServeAsync(IGenerativeModel model, RoundResult result, CancellationToken cancellationToken)
    {
        if (_gate is null)
        {
            return;
        }

        await disk.WriteAsync(() => ledger.Reserve(new LedgerEntry(LedgerPurpose.GateVerdict, "held-out gate", 0, 0, null)), cancellationToken);
        (GateVerdict verdict, float[] served) = _gate.Judge(result.Round, model, _own, result.Parameters.ToArray(), cancellationToken);
        _own = null;
        model.ImportParameters(served);
        await disk.WriteAsync(() => ServedFile.Write(files, model, verdict, _gate.Best!), cancellationToken);
        progress.Judged(verdict);
        if (!verdict.IsAccepted)
        {
            logger.AggregateRejected(verdict.Sentence);
        }
    }

    public Task BookForgottenAsync(ForgottenSpending forgotten, CancellationToken cancellationToken) => disk.WriteAsync(
        () =>
        {
            if (ledger.Recover(forgotten.EpsilonAnnounced, forgotten.Occasion) is > 0 and var added)
            {
                logger.ForgottenBooked(added, ledger.EpsilonSpent, forgotten.EpsilonAnnounced);
            }
        },
        cancellationToken);

    public void Dispose()
    {
        _stopping.Cancel();
        _model?.Dispose();
        _stopping.Dispose();
    }

    private static LedgerEntry EntryOf(StatisticQuery query) => new(
        LedgerPurpose.Statistic,
        query.Name,
        Epsilon: 0,
        Delta: 0,
        Mechanism: null,
        new StatisticTerms(query.SensitivityL1, query.SensitivityL2, query.Bound, query.MinimumCount, query.Purpose));

    private Contribution TrainRound(RoundAssignment assignment, CancellationToken cancellationToken)
    {
        IGenerativeModel model = Model();
        _own = null;
        long started = time.GetTimestamp();
        model.ImportParameters(assignment.Base.Span);
        TrainingReport report = model.Train(_options.LocalWork, cancellationToken);
        ExportGuard.Check(model.Layout, _options.DifferentialPrivacy);
        float[] values = new float[model.Layout.Count];
        model.ExportParameters(values);
        _own = _gate is null ? null : values;
        progress.Finish(new RoundLosses(assignment.Round, report.Steps, time.GetElapsedTime(started).TotalSeconds, report.Losses));
        return new ParameterContribution(values, report.Records, report.Steps, ledger.EpsilonSpent, _encoder!.Digest);
    }

    private async Task<RelayRingSum.PendingSum> CurrentSumAsync(CancellationToken cancellationToken)
    {
        SchemaGuard.RequirePlainSumAllowed(cohort.Schema);
        _fit ??= EncoderFit.FitAsync(cohort, _sums, _stopping.Token);
        Task<RelayRingSum.PendingSum> current = _sums.CurrentAsync(cancellationToken);
        if (await Task.WhenAny(_fit, current) == _fit)
        {
            // Fitting has failed, or wants no further sum: waiting for its next question would be for ever.
            await _fit;
            throw new InvalidOperationException("The ring opened a statistic round that the encoder's fit did not ask for.");
        }

        return await current;
    }

    // Built late, so that a daemon that only waits does not load libtorch.
    private IGenerativeModel Model()
    {
        if (_model is not null)
        {
            return _model;
        }

        _encoder ??= EncoderFile.Read(files);
        RequireSameSchema(_encoder);
        TorchSharp.torch.set_num_threads(_options.Threads);
        ModelSeeds seeds = _options.Seeds();
        HeldoutSplit? split = _options.Gate == MergeGate.Heldout ? HeldoutSplit.Of(cohort, seeds.Training) : null;
        _model = ModelOver(split?.Training ?? cohort, seeds);
        _layout = LayoutOf(_model);
        _start = StartOf(_model);
        _gate = split is null ? null : GateOver(split.Heldout, seeds.Training, _model);
        Restore(_model);
        return _model;
    }

    private IGenerativeModel ModelOver(Cohort training, ModelSeeds seeds) => ModelCatalog.CreateGenerator(
        _options.Model,
        new ModelContext(_encoder!, training, seeds, ledger, time),
        ModelCatalog.ParseOptions(_options.Model, _options.ModelOptions));

    // What is trained by now has moved on; a model that was just made has not.
    private float[] StartAnew()
    {
        using IGenerativeModel untrained = ModelOver(cohort, _options.Seeds());
        return StartOf(untrained);
    }

    // Taken before anything is restored: the seed's parameters, which are the same bits at every silo.
    private static float[] StartOf(IGenerativeModel model)
    {
        float[] values = new float[model.Layout.Count];
        model.ExportParameters(values);
        return values;
    }

    private static ParameterLayout LayoutOf(IGenerativeModel model) =>
        new(model.Layout.Model, model.Layout.Parameters.Select(parameter => (parameter.Name, parameter.Shape, parameter.Role)));

    // A vocabulary that was reordered after the fit would give every index another meaning.
    private void RequireSameSchema(FittedEncoder encoder)
    {
        (string fitted, string own) = (SchemaText.DigestOf(encoder.Schema), SchemaText.DigestOf(cohort.Schema));
        if (fitted != own)
        {
            throw new InvalidDataException(
                $"the ring fitted its encoder for schema {fitted}, the cohort is read with {own}: put the agreed schema back, or start a new epoch with the new one");
        }
    }

    private HeldoutGate GateOver(Cohort heldout, long seed, IGenerativeModel model)
    {
        HeldoutGate gate = new(heldout, seed);
        if (!File.Exists(files.Served))
        {
            return gate;
        }

        try
        {
            gate.Restore(ServedFile.BestIn(files, model.Layout));
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            logger.ServedModelPassedOver(unreadable.Message);
        }

        return gate;
    }

    private void Restore(IGenerativeModel model)
    {
        RestoredCheckpoint restored = _checkpoints.Restore(model);
        if (restored.Fault is not null)
        {
            logger.CheckpointPassedOver(restored.Fault, restored.Path ?? "the ring's agreed parameters");
        }
        else if (restored.Path is not null)
        {
            logger.CheckpointRestored(restored.Path);
        }
    }
}
