using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Encoding.Tokens;
using RingFed.Learning.Models.BayesianNetwork;
using RingFed.Learning.Models.Checkpoints;
using RingFed.Learning.Models.Parameters;
using RingFed.Learning.Models.Sampling;
using RingFed.Learning.Privacy;

namespace RingFed.Learning.Models.Hybrid;

/// <summary>
/// A Bayesian network of all columns by sums over the ring, and a neural decoder that sharpens its numeric columns and endpoints,
/// trained in rounds: categories and genes are drawn as <see cref="BayesianNetworkModel"/> draws them, numbers and endpoints from its
/// probabilities times the corrections of <see cref="BlockDecoder"/>.
/// </summary>
/// <remarks>
/// The file holds the network's shares as they are (see <see cref="BayesianNetworkModel"/>), and a decoder that was trained on patients.
/// The same seeds and data give the same bits on one machine with one thread count.
/// </remarks>
public sealed class HybridModel : IGenerativeModel
{
    public const string Name = "hybrid";

    /// <summary>Steps between two looks at the records held out.</summary>
    private const int CheckEvery = 20;

    private static readonly BayesianNetworkOptions _networkOptions = new();

    private readonly ModelContext _context;
    private readonly HybridOptions _options;
    private readonly IGradientEstimator _gradients;
    private readonly IBatchSampler? _sampler;
    private readonly HybridLayout _layout;
    private readonly BlockDecoder _decoder;
    private readonly FlatAdam _adam;
    private DecoderTrainer? _trainer;
    private HybridState _state;

    /// <param name="sampler">Chooses records; null for shuffled batches, with a tenth held out to stop by.</param>
    /// <param name="gradients">Owns the backward pass; null for the plain one.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the schema has not both blocks.</exception>
    public HybridModel(ModelContext context, HybridOptions options, IBatchSampler? sampler = null, IGradientEstimator? gradients = null)
    {
        options.Validate();
        (_context, _options, _sampler, _gradients) = (context, options, sampler, gradients ?? new PlainGradientEstimator());
        _layout = new HybridLayout(new NetworkShape(new TokenLayout(context.Encoder, _networkOptions.Bins, _networkOptions.Groups)));
        _decoder = new BlockDecoder(_layout, options, context.Seeds.Weights);
        _adam = new FlatAdam(_decoder.Parameters, options.LearningRate, 0.9, 0.999, options.WeightDecay);
        _state = new HybridState(0, context.Seeds.Training, null, All);
        Layout = new ModelLayout(Name, [.. _decoder.Parameters.Specs.Select(spec =>
            new ParameterInfo(spec.Name, spec.Shape, spec.Name.Split('.')[0], TrainedOn.Records, _gradients.Mechanism))]);
    }

    /// <summary>The decoder's parameters; the network is made of sums.</summary>
    public ModelLayout Layout { get; }

    /// <summary>The network's sums, rounds of training, then how far the decoder is followed.</summary>
    /// <exception cref="ArgumentException">The schema has neither numbers nor endpoints.</exception>
    public static FitPlan PlanOf(CohortSchema schema)
    {
        HybridLayout.Require(schema);
        return new FitPlan(NetworkFit.SumsMax(schema, _networkOptions), Trains: true, SharpeningStrength.Sums);
    }

    /// <summary>
    /// Before training the network; after it how far each column follows the decoder. That is for these parameters: others are followed all
    /// the way until it is fitted again.
    /// </summary>
    public async Task FitAsync(FitStage stage, IRingSum ring, CancellationToken cancellationToken)
    {
        if (stage == FitStage.BeforeTraining)
        {
            FittedNetwork network = await NetworkFit.FitAsync(_layout.Shape, _networkOptions, _context.Cohort, ring, cancellationToken).ConfigureAwait(false);
            Begin(_state with { Network = network, Strengths = All });
            return;
        }

        TorchSharp.torch.Tensor? held = _context.Cohort.Count == 0 ? null : Trainer.Checked;
        double[] strengths = await SharpeningStrength.FitAsync(_layout, _decoder, held, ring, cancellationToken).ConfigureAwait(false);
        _state = _state with { Strengths = strengths };
    }

    /// <exception cref="InvalidOperationException">There are no records to train on, or the ring's sums are not through yet.</exception>
    /// <exception cref="BudgetSpentException">The ledger refused; nothing was trained.</exception>
    /// <exception cref="TrainingDivergedException">A loss, a parameter or a moment is not finite; nothing of it may be exchanged or saved.</exception>
    public TrainingReport Train(TrainingBudget budget, CancellationToken cancellationToken)
    {
        if (_context.Cohort.Count == 0)
        {
            throw new InvalidOperationException($"{Name}: this silo has no records to train on.");
        }

        _context.Ledger.Reserve(new LedgerEntry(LedgerPurpose.Training, Name, Epsilon: 0, Delta: 0, _gradients.Mechanism));
        DecoderTrainer trainer = Trainer;
        using IDisposable pull = _adam.Pull(budget.Proximal);
        BestParameters best = new(_decoder.Parameters, _options.Patience);
        long started = _context.Time.GetTimestamp();
        double loss = 0;
        int steps = 0;
        Offer(best, steps);
        while (steps < budget.StepsMax && !best.IsExhausted && !(_context.Time.GetElapsedTime(started) >= budget.TimeMax))
        {
            cancellationToken.ThrowIfCancellationRequested();
            loss += trainer.Step(_state.Steps);
            _state = _state with { Steps = _state.Steps + 1, Strengths = All };
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

        // Where the start stays the best nothing was learnt, and the steps taken are reported: few of them would, as the ring
        // divides by steps, weigh down the silos that learnt.
        return new TrainingReport(best.Step > 0 ? best.Step : steps, _context.Cohort.Count, new Dictionary<string, double> { ["reconstruction"] = loss / Math.Max(steps, 1) });
    }

    /// <exception cref="InvalidOperationException">The ring's sums are not through yet.</exception>
    public Cohort Sample(SampleRequest request, CancellationToken cancellationToken)
    {
        ConditionPlan plan = ConditionPlan.Create(new TableLayout(_context.Encoder), request.Conditions);
        HybridSampler sampler = new(_layout, _decoder, Network, _state.Strengths, plan, request);
        return new RejectionSampler(_context.Encoder.Schema, plan).Fill(request.Rows, rows => sampler.Draw(rows, cancellationToken), cancellationToken);
    }

    public void ExportParameters(Span<float> destination)
    {
        RequireLength(destination.Length);
        _decoder.Parameters.Values.CopyTo(destination);
    }

    public void ImportParameters(ReadOnlySpan<float> source)
    {
        RequireLength(source.Length);
        if (!source.SequenceEqual(_decoder.Parameters.Values))
        {
            _state = _state with { Strengths = All };
            source.CopyTo(_decoder.Parameters.Values);
        }
    }

    public void SaveCheckpoint(string path, CheckpointAddition? addition = null) =>
        HybridCheckpoint.Write(_decoder, _adam, _state, _context.Encoder.Digest, addition).Save(path);

    public void LoadCheckpoint(string path)
    {
        Begin(HybridCheckpoint.Read(SafetensorsFile.Load(path), _layout, _decoder, _adam));
    }

    public void Dispose()
    {
        _trainer?.Dispose();
        _adam.Dispose();
        _decoder.Dispose();
    }

    private FittedNetwork Network => _state.Network ?? throw new InvalidOperationException($"{Name}: there is no network before the ring's sums are through.");

    private DecoderTrainer Trainer => _trainer ??= new DecoderTrainer(
        _decoder, _adam, _options, HybridRows.Encode(_layout, Network, _context.Cohort), _layout.Tokens + _layout.SharpenedTokens, _sampler, _gradients, _state.TrainingSeed);

    private double[] All => [.. Enumerable.Repeat(1.0, _layout.Sharpened.Count)];

    /// <summary>The trainer held records out by the seed and read the network it was made with, which may both be others now.</summary>
    private void Begin(HybridState state)
    {
        _state = state;
        _trainer?.Dispose();
        _trainer = null;
        if (state.Network is not null)
        {
            _decoder.Follow(state.Network);
        }
    }

    private void Offer(BestParameters best, int step)
    {
        if (_trainer!.Check() is { } loss)
        {
            best.Offer(loss, step);
        }
    }

    // A gradient can overflow on the very last step, where no later loss would tell.
    private void RequireFinite()
    {
        if (!_decoder.Parameters.IsFinite || !_adam.IsFinite)
        {
            throw new TrainingDivergedException(
                $"{Name}: parameters or moments are no longer numbers after step {_state.Steps - 1}. Lower the learning rate; the parameters of the last round stay in use.");
        }
    }

    private void RequireLength(int length)
    {
        if (length != Layout.Count)
        {
            throw new ArgumentException($"{Name}: {length} values were given for a layout of {Layout.Count}.");
        }
    }
}
