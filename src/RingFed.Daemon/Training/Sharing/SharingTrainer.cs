using Microsoft.Extensions.Logging;
using RingFed.Daemon.Experiments.Strategies;
using RingFed.Federation.Ring;
using RingFed.Federation.Topology;
using RingFed.Federation.Transport;
using RingFed.Learning.Data;
using RingFed.Learning.Evaluation;
using RingFed.Learning.Models;
using RingFed.Learning.Privacy;

namespace RingFed.Daemon.Training.Sharing;

/// <summary>
/// Synthetic-data sharing (<see cref="ExchangeKind.Sharing"/>): every silo trains alone, without the patients that it holds
/// out; in one round all say how alike their rows are to those; in the next the best one gives rows, as many as it has
/// patients; then every other silo takes those that are near its own patients (<see cref="NearRows"/>) and trains anew on
/// both. Rounds of training carry one byte. The rows are synthetic and protected by nothing: what the giver's model copied
/// of a patient is in them, every silo reads them, and they are kept with the ring's results. Whoever claims the best score
/// is believed, so this withstands no faulty silo.
/// </summary>
internal sealed class SharingTrainer : IRoundWorker, IDisposable
{
    private readonly TrainerOptions _options;
    private readonly Cohort _cohort;
    private readonly SiloState _files;
    private readonly int _rounds;
    private readonly IRestorableLedger _ledger;
    private readonly PatientDisk _disk;
    private readonly TrainingProgress _progress;
    private readonly ILogger _logger;
    private readonly Func<Cohort, SiloState, int, IsolatedTrainer> _alone;
    private readonly HeldoutSplit _split;
    private IsolatedTrainer? _first;
    private IsolatedTrainer? _second;
    private string? _giver;
    private int _rowsGiven;

    /// <param name="rounds">Of training, before the rows are given and again after it.</param>
    /// <param name="alone">Trains on a cohort, keeps its model in a directory, and has completed it with a round.</param>
    public SharingTrainer(
        TrainerOptions options,
        Cohort cohort,
        SiloState files,
        int rounds,
        IRestorableLedger ledger,
        PatientDisk disk,
        TrainingProgress progress,
        ILogger<SharingTrainer> logger,
        Func<Cohort, SiloState, int, IsolatedTrainer> alone)
    {
        (_options, _cohort, _files, _rounds, _ledger, _disk, _progress, _logger, _alone) = (options, cohort, files, rounds, ledger, disk, progress, logger, alone);

        // Of another seed than the gate's, as in an experiment, where a guard may have held patients out already.
        _split = HeldoutSplit.Of(cohort, ~options.Seed);
        _first = alone(_split.Training, files.Alone, rounds - 1);
    }

    private int ScoreRound => _rounds;

    private int RowsRound => _rounds + 1;

    /// <summary>Rounds of the session: training twice, and the two in between.</summary>
    public static RoundPhases PhasesOf(FitPlan plan, FederationTopology topology) => new((2 * IsolatedTrainer.PhasesOf(plan, topology).Total) + 2, 0, 0);

    public Task<ParameterStart> StartParametersAsync(CancellationToken cancellationToken) =>
        throw new InvalidOperationException("silos that share synthetic rows have no rounds of parameters");

    public async Task<Contribution> WorkAsync(RoundAssignment assignment, CancellationToken cancellationToken)
    {
        RequireNoPromise();
        if (assignment.Round < ScoreRound)
        {
            Contribution step = await First.WorkAsync(assignment, cancellationToken);
            _ = Generator;
            return step;
        }

        if (assignment.Round > RowsRound)
        {
            return await Second.WorkAsync(assignment, cancellationToken);
        }

        bool scores = assignment.Round == ScoreRound;
        _progress.Begin(assignment.Round, scores ? "scoring its own rows" : $"waiting for the rows of {_giver ?? "nobody"}");
        if (scores || IsGiver)
        {
            await _disk.WriteAsync(() => _ledger.Reserve(scores ? ScoreEntry : RowsEntry), cancellationToken);
        }

        byte[] payload = await Task.Factory.StartNew(
            () => scores ? Score(cancellationToken) : Rows(cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return new GatherContribution(scores ? "shared score" : $"shared rows {_rowsGiven}", payload, Records: 1, new byte[32]);
    }

    public async Task MergeAsync(RoundResult result, CancellationToken cancellationToken)
    {
        if (result.Round < ScoreRound)
        {
            await First.MergeAsync(result, cancellationToken);
        }
        else if (result.Round > RowsRound)
        {
            await Second.MergeAsync(result, cancellationToken);
        }
        else if (result.Round == ScoreRound)
        {
            Choose(result);
        }
        else if (_second is null)
        {
            Take(result);
        }
    }

    public Task BookForgottenAsync(ForgottenSpending forgotten, CancellationToken cancellationToken) =>
        _disk.WriteAsync(() => ForgottenBudget.Book(_ledger, forgotten, _logger), cancellationToken);

    public void Dispose()
    {
        _first?.Dispose();
        _second?.Dispose();
    }

    private IsolatedTrainer First => _first ?? throw new InvalidOperationException("a round before the sharing of rows came after it");

    private IsolatedTrainer Second => _second ?? throw new InvalidOperationException("a round after the sharing of rows came before it");

    private bool IsGiver => _giver == _options.Silo;

    private static LedgerEntry ScoreEntry => new(LedgerPurpose.SharedMetric, "held-out score", 0, 0, null);

    private LedgerEntry RowsEntry => new(LedgerPurpose.SharedRows, $"{_rowsGiven} synthetic rows of {_options.Model}", 0, 0, null);

    private IGenerativeModel Generator => First.Model as IGenerativeModel ?? throw new InvalidDataException(
        $"the model '{_options.Model}' draws no patients, and exchange kind sharing gives drawn ones to the others: take a generator, or another kind");

    /// <exception cref="ExportRefusedException">Score and rows would leave without the mechanism that the topology asks for.</exception>
    private void RequireNoPromise()
    {
        if (_options.DifferentialPrivacy)
        {
            throw new ExportRefusedException(
                "the topology asks for differential privacy, and no mechanism protects the scores and synthetic rows of exchange kind sharing: nothing was exported; write another kind");
        }
    }

    private byte[] Score(CancellationToken cancellationToken)
    {
        double? score = _split.Heldout.Count == 0 ? null : HeldoutScore.Of(Generator, _split.Heldout, _options.Seed, cancellationToken);
        return new SharedScore(score, _cohort.Count).Write();
    }

    /// <summary>One byte when nobody can give; zeros of equal length from all that do not.</summary>
    private byte[] Rows(CancellationToken cancellationToken)
    {
        if (!IsGiver)
        {
            return new byte[Math.Max(1, SharedRows.BytesOf(_rowsGiven, _cohort.Schema))];
        }

        _logger.RowsGiven(_rowsGiven, _options.Model);
        return SharedRows.Write(Generator.Sample(new SampleRequest(_rowsGiven, _options.Seed, []), cancellationToken));
    }

    /// <summary>By what the ring agreed on alone: every silo chooses the same one.</summary>
    private void Choose(RoundResult result)
    {
        var scores = result.Gathered
            .Select(payload => (payload.Origin, Score: SharedScore.TryRead(payload.Payload.Span)))
            .Where(one => one.Score is not null)
            .Select(one => (one.Origin, one.Score!))
            .ToArray();
        (int Origin, SharedScore Score)? best = SharedScore.Best(scores);
        _giver = best is { } chosen ? result.Terms.Roster[chosen.Origin] : null;
        _rowsGiven = best is { } giver ? SharedRows.CountOf(giver.Score.Records, result.Terms.Roster.Count, _cohort.Schema) : 0;
    }

    private void Take(RoundResult result)
    {
        GatheredPayload? given = result.Gathered.FirstOrDefault(payload => result.Terms.Roster[payload.Origin] == _giver);
        Cohort rows = given is null || _rowsGiven == 0 ? _cohort.Take([]) : SharedRows.Read(given.Payload.Span, _cohort.Schema);
        Cohort taken = IsGiver ? rows.Take([]) : NearRows.Of(rows, _cohort);
        string giver = _giver ?? "any silo";
        string activity = IsGiver ? "training alone: its own rows went to the others" : $"training on its own patients and {taken.Count} synthetic rows of {giver}";
        if (rows.Count == 0)
        {
            _logger.RowsMissing(giver);
            activity = $"training on its own patients alone: no rows came from {giver}";
        }
        else
        {
            _logger.RowsTaken(taken.Count, rows.Count, giver);
        }

        _first?.Dispose();
        _first = null;
        _second = _alone(Cohort.Concatenate([_cohort, taken]), _files, (2 * _rounds) + 1);
        _second.Activity = activity;
    }
}
