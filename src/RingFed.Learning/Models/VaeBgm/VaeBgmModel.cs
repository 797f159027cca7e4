using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models.Checkpoints;
using RingFed.Learning.Models.Parameters;
using RingFed.Learning.Models.Sampling;
using RingFed.Learning.Privacy;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Models.VaeBgm;

/// <summary>
/// Variational auto-encoder with a Gaussian mixture in latent space (Apellaniz, Parras, Zazo: An Improved Tabular Data
/// Generator with VAE-GMM Integration, 2024; federated: Big Data Cogn. Comput. 2025 9(2):18). Deviations: the mixture is
/// fitted by the ring and not by each silo; its components are as wide as the posteriors they stand for, where the paper
/// adds the average posterior variance; numbers are modelled as normal scores of the ring's histogram; an endpoint is drawn
/// last, given the row, and has a Weibull for censoring too; missing is a token of its own; what is drawn is calibrated to
/// the ring's counts. The encoder may be each silo's own (<see cref="VaeEncoder.Personal"/>): patients are then drawn from
/// shared parts all the same, while codes and imputations are the silo's. The same seeds and data give the same bits on one
/// machine with one thread count.
/// </summary>
public sealed class VaeBgmModel : IGenerativeModel, IImputingModel, ILatentModel, IPersonalModel
{
    public const string Name = "vae-bgm";

    /// <summary>Steps between two looks at the records held out.</summary>
    private const int CheckEvery = 20;

    private const int RowsAtOnce = 8_192;

    private readonly ModelContext _context;
    private readonly VaeBgmOptions _options;
    private readonly IGradientEstimator _gradients;
    private readonly IBatchSampler? _sampler;
    private readonly VaeLayout _layout;
    private readonly VaeNetwork _network;
    private readonly VaeHeads _heads;
    private readonly FlatAdam _adam;
    private readonly VaeSampler _rows;
    private readonly VaeExchange _exchange;
    private readonly VaeAnchors _anchors;
    private VaeTrainer? _trainer;
    private VaeState _state;

    /// <param name="sampler">Chooses records; null for shuffled batches, with a tenth held out to stop by.</param>
    /// <param name="gradients">Owns the backward pass; null for the plain one.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public VaeBgmModel(ModelContext context, VaeBgmOptions options, IBatchSampler? sampler = null, IGradientEstimator? gradients = null)
    {
        options.Validate();
        (_context, _options, _sampler, _gradients) = (context, options, sampler, gradients ?? new PlainGradientEstimator());
        _layout = new VaeLayout(new TableLayout(context.Encoder));
        _network = new VaeNetwork(options, _layout, context.Seeds.Weights);
        _heads = new VaeHeads(_layout);
        _adam = new FlatAdam(_network.Parameters, options.LearningRate, 0.9, 0.999, options.WeightDecay);
        _rows = new VaeSampler(_layout, _network, _heads);
        _state = new VaeState(0, context.Seeds.Training, LatentMixture.Standard(options.LatentSize));
        _exchange = new VaeExchange(_network, options, _gradients.Mechanism);
        _anchors = new VaeAnchors(_layout, options.Anchors, context.Seeds.Weights);
    }

    public ModelLayout Layout => _exchange.Layout;

    public bool IsPersonal => _options.Encoder == VaeEncoder.Personal;

    /// <summary>
    /// A merge divides what silos send by their steps. Codes are no path of so many steps, and their mean is the ring's only where
    /// all claim equally many: then all steps taken count, not those to the best, and a call ends by its budget, never by patience.
    /// </summary>
    private bool IsAligned => _options.Alignment == VaeAlignment.Anchors;

    /// <summary>Length of a code.</summary>
    public int LatentSize => _options.LatentSize;

    /// <summary>Rounds of training, then the mixture.</summary>
    public static FitPlan PlanOf(VaeBgmOptions options) => new(0, true, 1 + options.MixtureIterations);

    /// <summary>Fits the mixture to the codes that the agreed encoder gives all silos' patients. It is for these parameters: with others rows are drawn from N(0, I) until it is fitted again.</summary>
    public async Task FitAsync(FitStage stage, IRingSum ring, CancellationToken cancellationToken)
    {
        if (stage != FitStage.AfterTraining)
        {
            return;
        }

        string name = $"vae-bgm-mixture/{Convert.ToHexStringLower(_context.Encoder.Digest.AsSpan(0, 8))}";
        LatentMixtureFit fit = new(Posteriors(_context.Cohort), ring, name);
        LatentMixture mixture = await fit.RunAsync(_options.Components, _options.MixtureIterations, _context.Seeds.Weights, cancellationToken).ConfigureAwait(false);
        _state = _state with { Mixture = mixture };
    }

    /// <exception cref="InvalidOperationException">There are no records to train on.</exception>
    /// <exception cref="BudgetSpentException">The ledger refused; nothing was trained.</exception>
    /// <exception cref="TrainingDivergedException">A loss, a parameter or a moment is not finite; nothing of it may be exchanged or saved.</exception>
    public TrainingReport Train(TrainingBudget budget, CancellationToken cancellationToken)
    {
        if (_context.Cohort.Count == 0)
        {
            throw new InvalidOperationException("vae-bgm: this silo has no records to train on.");
        }

        _context.Ledger.Reserve(new LedgerEntry(LedgerPurpose.Training, Name, Epsilon: 0, Delta: 0, _gradients.Mechanism));
        _trainer ??= CreateTrainer();
        _trainer.DrawTo(_exchange.Target());
        using IDisposable pull = _adam.Pull(budget.Proximal, _exchange.First);
        BestParameters best = new(_network.Parameters, _options.Patience);
        long started = _context.Time.GetTimestamp();
        (double reconstruction, double divergence, double distance) = (0, 0, 0);
        int steps = 0;
        while (steps < budget.StepsMax && !(best.IsExhausted && !IsAligned) && !(_context.Time.GetElapsedTime(started) >= budget.TimeMax))
        {
            cancellationToken.ThrowIfCancellationRequested();
            VaeLosses losses = _trainer.Step(_state.Steps);
            (reconstruction, divergence, distance) = (reconstruction + losses.Reconstruction, divergence + losses.Divergence, distance + losses.Distance);
            _state = new VaeState(_state.Steps + 1, _state.TrainingSeed, LatentMixture.Standard(LatentSize));
            if (++steps % CheckEvery == 0)
            {
                Offer(best, steps);
            }
        }

        if (steps % CheckEvery != 0)
        {
            Offer(best, steps);
        }

        best.Restore();
        RequireFinite();
        KeepAnchorCodes(steps);
        double count = Math.Max(steps, 1);
        Dictionary<string, double> means = new() { ["reconstruction"] = reconstruction / count, ["divergence"] = divergence / count };
        if (IsAligned)
        {
            means["alignment"] = distance / count;
        }

        return new TrainingReport(best.Exists && !IsAligned ? best.Step : steps, _context.Cohort.Count, means);
    }

    /// <summary>Posterior means: where each patient lies in latent space, each value within ±10.</summary>
    public double[] Codes(Cohort cohort) => Posteriors(cohort).Means;

    public double[] AnchorCodes()
    {
        using IDisposable still = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return [.. _anchors.Codes(_network).contiguous().data<float>().ToArray().Select(code => (double)code)];
    }

    /// <summary>
    /// The cohort with every missing cell drawn given what was observed: a code from the patient's posterior, then the cell
    /// from its head. What was observed stays as it is. Cells may be missing where the schema allows none. Hazards are those that
    /// patients are drawn with; odds and scores are the heads' own, without the calibration that drawn patients get.
    /// </summary>
    /// <exception cref="ArgumentException">The cohort has another schema.</exception>
    public Cohort Impute(Cohort cohort, long seed, CancellationToken cancellationToken = default) =>
        VaeImputation.Impute(_layout, _rows, _rows.HazardsOf(_state.Mixture), Posteriors(cohort, holes: true), cohort, new SeededRandom(seed), cancellationToken);

    public Cohort Sample(SampleRequest request, CancellationToken cancellationToken)
    {
        ConditionPlan plan = ConditionPlan.Create(_layout.Table, request.Conditions);
        return new RejectionSampler(_layout.Schema, plan).Fill(request.Rows, _rows.Begin(plan, _state.Mixture, request.Seed), cancellationToken);
    }

    public void ExportParameters(Span<float> destination) => _exchange.Export(destination);

    public void ImportParameters(ReadOnlySpan<float> source)
    {
        if (_exchange.Import(source))
        {
            _state = _state with { Mixture = LatentMixture.Standard(LatentSize) };
        }
    }

    public void SaveCheckpoint(string path, CheckpointAddition? addition = null) =>
        VaeCheckpoint.Write(_network, _adam, _state, _exchange.Codes, _context.Encoder.Digest, addition).Save(path);

    public void LoadCheckpoint(string path)
    {
        _state = VaeCheckpoint.Read(SafetensorsFile.Load(path), _network, _adam, _exchange.Codes, LatentSize, _context.Encoder.Digest);

        // The trainer drew scores and held records out by the seed it was made with, which the file may replace.
        _trainer?.Dispose();
        _trainer = null;
    }

    public void Dispose()
    {
        _trainer?.Dispose();
        _anchors.Dispose();
        _adam.Dispose();
        _heads.Dispose();
        _network.Dispose();
    }

    private VaeTrainer CreateTrainer()
    {
        VaeStreams streams = new(_state.TrainingSeed);
        float[] rows = VaeRows.Encode(_layout, _context.Cohort, new SeededRandom(streams.Scores));
        return new VaeTrainer(_layout, _network, _heads, _adam, _options, rows, _sampler, _gradients, streams, new VaeAlignmentPull(_network, _anchors, _options.AlignmentWeight));
    }

    /// <summary>What goes with the next merge. A call without a step, of a silo that only waits, tells nothing new.</summary>
    private void KeepAnchorCodes(int steps)
    {
        if (IsAligned && steps > 0)
        {
            _exchange.Keep(AnchorCodes());
        }
    }

    private void Offer(BestParameters best, int step)
    {
        if (_trainer!.Check() is { } loss)
        {
            best.Offer(loss, step);
        }
    }

    private LatentCodes Posteriors(Cohort cohort, bool holes = false)
    {
        List<double> means = new(cohort.Count * LatentSize);
        List<double> variances = new(cohort.Count * LatentSize);
        foreach (int[] chunk in Enumerable.Range(0, cohort.Count).Chunk(RowsAtOnce))
        {
            using IDisposable still = no_grad();
            using DisposeScope scope = NewDisposeScope();
            float[] values = VaeRows.Encode(_layout, cohort.Take(chunk), random: null, holes);
            Tensor inputs = frombuffer(values, ScalarType.Float32).view(chunk.Length, _layout.Width).narrow(1, 0, _layout.Inputs);
            (Tensor mean, Tensor logVariance) = _network.Encode(inputs);
            means.AddRange(mean.data<float>().ToArray().Select(value => (double)value));
            variances.AddRange(logVariance.exp().data<float>().ToArray().Select(value => Math.Min(value, LatentCodes.VarianceMax)));
        }

        return new LatentCodes(LatentSize, [.. means], [.. variances]);
    }

    // A gradient can overflow on the very last step, where no later loss would tell.
    private void RequireFinite()
    {
        if (!_network.Parameters.IsFinite || !_adam.IsFinite)
        {
            throw new TrainingDivergedException(
                $"vae-bgm: parameters or moments are no longer numbers after step {_state.Steps - 1}. Lower the learning rate, or check the cohort's ranges; the parameters of the last round stay in use.");
        }
    }
}
