using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models.Checkpoints;
using RingFed.Learning.Models.Parameters;
using RingFed.Learning.Models.Sampling;
using RingFed.Learning.Privacy;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Models.Ctgan;

/// <summary>
/// Conditional tabular GAN (Xu, Skoularidou, Cuesta-Infante, Veeramachaneni 2019, arXiv 1907.00503). Deviations:
/// rows are drawn with a moving average of the generator, and batch norm's moments are measured for it rather than kept;
/// conditions come as often as in the records, and none to three at once, by default (see <see cref="CtganOptions"/>); a token of its own for missing
/// values; a survival endpoint as event x time bin and the place within it; frequencies of conditions are the ring's;
/// tokens that the ring never saw are never drawn. The same seeds and data give the same bits on one machine with one thread count.
/// </summary>
public sealed class CtganModel : IGenerativeModel
{
    public const string Name = "ctgan";

    private readonly ModelContext _context;
    private readonly CtganOptions _options;
    private readonly IGradientEstimator _criticGradients;
    private readonly IBatchSampler? _sampler;
    private readonly CtganNetworks _networks;
    private readonly CtganSampler _rows;
    private CtganTrainer? _trainer;
    private CtganProgress _progress;

    /// <param name="sampler">Chooses records; null for training-by-sampling.</param>
    /// <param name="criticGradients">Owns the critic's backward pass; null for the plain one.</param>
    /// <exception cref="ArgumentException">An option is out of range, or a sampler whose batches have any size is to fill packs.</exception>
    public CtganModel(ModelContext context, CtganOptions options, IBatchSampler? sampler = null, IGradientEstimator? criticGradients = null)
    {
        options.Validate();
        if (sampler is not null && options.Pac > 1)
        {
            throw new ArgumentException($"ctgan: a sampler of its own gives batches of any size; set pac to 1, not {options.Pac}.", nameof(sampler));
        }

        (_context, _options, _sampler, _criticGradients) = (context, options, sampler, criticGradients ?? new PlainGradientEstimator());
        _networks = new CtganNetworks(options, new TableLayout(context.Encoder), context.Seeds.Weights);
        _rows = new CtganSampler(_networks);
        _progress = new CtganProgress(0, context.Seeds.Training);
        Layout = CtganLayout.Of(_networks, _criticGradients.Mechanism, seesRecordsOtherwise: sampler is null);
    }

    public ModelLayout Layout { get; }

    /// <summary>Rows that the last <see cref="Sample"/> generated and threw away for a condition or a constraint.</summary>
    public long LastRejected { get; private set; }

    /// <exception cref="InvalidOperationException">There are no records to train on.</exception>
    /// <exception cref="BudgetSpentException">The ledger refused; nothing was trained.</exception>
    /// <exception cref="TrainingDivergedException">A loss, a parameter or a moment is not finite; nothing of it may be exchanged or saved.</exception>
    public TrainingReport Train(TrainingBudget budget, CancellationToken cancellationToken)
    {
        if (_context.Cohort.Count == 0)
        {
            throw new InvalidOperationException("ctgan: this silo has no records to train on.");
        }

        _context.Ledger.Reserve(new LedgerEntry(LedgerPurpose.Training, Name, Epsilon: 0, Delta: 0, _criticGradients.Mechanism));
        _trainer ??= CreateTrainer();
        using IDisposable generatorPull = _networks.GeneratorAdam.Pull(budget.Proximal);
        using IDisposable criticPull = _networks.CriticAdam.Pull(budget.Proximal);
        long started = _context.Time.GetTimestamp();
        (double critic, double generator, double condition) = (0, 0, 0);
        int steps = 0;
        while (steps < budget.StepsMax && !(_context.Time.GetElapsedTime(started) >= budget.TimeMax))
        {
            cancellationToken.ThrowIfCancellationRequested();
            CtganLosses losses = _trainer.Step(_progress.Steps);
            (critic, generator, condition) = (critic + losses.Critic, generator + losses.Generator, condition + losses.Condition);
            _progress = _progress with { Steps = _progress.Steps + 1 };
            steps++;
        }

        RequireFinite();
        double count = Math.Max(steps, 1);
        Dictionary<string, double> means = new() { ["critic"] = critic / count, ["generator"] = generator / count, ["condition"] = condition / count };
        return new TrainingReport(steps, _context.Cohort.Count, means);
    }

    // A gradient can overflow on the very last step, where no later loss would tell.
    private void RequireFinite()
    {
        if (!_networks.IsFinite)
        {
            throw new TrainingDivergedException(
                $"ctgan: parameters or moments are no longer numbers after step {_progress.Steps - 1}. Lower the learning rate, or check the cohort's ranges; the parameters of the last round stay in use.");
        }
    }

    /// <summary>Nothing to fit: all that the ring adds up is in the encoder.</summary>
    public Task FitAsync(FitStage stage, IRingSum ring, CancellationToken cancellationToken) => Task.CompletedTask;

    public void ExportParameters(Span<float> destination)
    {
        RequireLength(destination.Length);
        foreach (FlatParameters parameters in _networks.Exchanged)
        {
            parameters.Values.CopyTo(destination);
            destination = destination[parameters.Count..];
        }
    }

    public void ImportParameters(ReadOnlySpan<float> source)
    {
        RequireLength(source.Length);
        foreach (FlatParameters parameters in _networks.Exchanged)
        {
            source[..parameters.Count].CopyTo(parameters.Values);
            source = source[parameters.Count..];
        }
    }

    public Cohort Sample(SampleRequest request, CancellationToken cancellationToken)
    {
        using DisposeScope scope = NewDisposeScope();
        ConditionPlan plan = ConditionPlan.Create(_networks.Layout, request.Conditions);
        RejectionSampler rejection = new(_context.Encoder.Schema, plan);
        Cohort drawn = rejection.Fill(request.Rows, _rows.Begin(plan, request.Seed), cancellationToken);
        LastRejected = rejection.Rejected;
        return drawn;
    }

    public void SaveCheckpoint(string path, CheckpointAddition? addition = null) =>
        CtganCheckpoint.Write(_networks, _progress, _context.Encoder.Digest, addition).Save(path);

    public void LoadCheckpoint(string path)
    {
        _progress = CtganCheckpoint.Read(SafetensorsFile.Load(path), _networks, _context.Encoder.Digest);

        // The trainer encoded the cohort with the seed it was made with, which the file may replace.
        _trainer?.Dispose();
        _trainer = null;
    }

    public void Dispose()
    {
        _trainer?.Dispose();
        _rows.Dispose();
        _networks.Dispose();
    }

    private CtganTrainer CreateTrainer()
    {
        CtganStreams streams = new(_progress.TrainingSeed);
        TableRows table = TableEncoder.Encode(_networks.Layout, _context.Cohort, new(streams.Modes));
        ConditionalSampler conditional = new(table, _options.Conditions);
        IConditionedBatches batches = _sampler is null && conditional.Any
            ? new TrainingBySampling(table, conditional, _options, streams.Batches)
            : new SampledRecords(table, _sampler ?? new ShuffleSampler(table.Rows, _options.BatchSize, streams.Shuffles), streams.Batches);
        return new CtganTrainer(_networks, table, batches, _criticGradients, streams.Noise);
    }

    private void RequireLength(int length)
    {
        if (length != Layout.Count)
        {
            throw new ArgumentException($"ctgan: {length} values were given for a layout of {Layout.Count}.");
        }
    }
}
