using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Data;
using RingFed.Learning.Encoding.Tokens;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models.BayesianNetwork.Personal;
using RingFed.Learning.Models.Checkpoints;
using RingFed.Learning.Models.Sampling;

namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>
/// A Bayesian network over the tokens of all columns, fitted by sums over the ring alone: nothing is trained, no parameter is
/// exchanged, and the ring's network equals the pooled one byte for byte. Columns are ordered once (<see cref="UnitOrder"/>), each
/// choice follows a tree over earlier columns (<see cref="TreeGrowth"/>), endpoints come last (<see cref="SurvivalFit"/>). Source:
/// Friedman and Goldszmidt, Learning Bayesian networks with local structure, UAI 1996. Deviations: the criterion's price is
/// <see cref="BayesianNetworkOptions.Penalty"/> of its own; an endpoint follows the whole Cox score, not its decile, since a
/// table of deciles has more cells than events.
/// </summary>
/// <remarks>
/// What is seen: every member of the ring sees the totals that it was fitted from, cells of one record among them, since that is
/// what a masked sum gives to its members; no member sees another's part. The model file holds shares and rates, smoothed, of
/// contexts with at least k records; values and categories that fewer than k have are in no share. A share of a value in a context of
/// few records still says about how many had it: the file is no more anonymous than that, and nothing here is
/// differentially private. With <see cref="BayesianNetworkOptions.Personal"/> each silo's file tells
/// beside that how its own patients differ from the ring's: it belongs to that silo alone.
/// </remarks>
public sealed class BayesianNetworkModel : IGenerativeModel, IImputingModel, IPersonalModel
{
    public const string Name = "bayesian-network";

    private readonly ModelContext _context;
    private readonly BayesianNetworkOptions _options;
    private readonly NetworkShape _shape;
    private FittedNetwork? _network;

    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public BayesianNetworkModel(ModelContext context, BayesianNetworkOptions options)
    {
        options.Validate();
        (_context, _options) = (context, options);
        _shape = new NetworkShape(new TokenLayout(context.Encoder, options.Bins, options.Groups));
    }

    /// <summary>No parameters: the model is made of sums.</summary>
    public ModelLayout Layout { get; } = new(Name, []);

    public bool IsPersonal => _options.Personal;

    /// <summary>Sums before training, nothing else.</summary>
    public static FitPlan Plan(CohortSchema schema, BayesianNetworkOptions options) =>
        new(NetworkFit.SumsMax(schema, options), Trains: false, SumsAfter: 0);

    public async Task FitAsync(FitStage stage, IRingSum ring, CancellationToken cancellationToken)
    {
        if (stage == FitStage.BeforeTraining)
        {
            FittedNetwork shared = await NetworkFit.FitAsync(_shape, _options, _context.Cohort, ring, cancellationToken).ConfigureAwait(false);
            _network = IsPersonal ? SiteNetwork.Of(shared, _context.Cohort) : shared;
        }
    }

    /// <summary>Nothing to train.</summary>
    public TrainingReport Train(TrainingBudget budget, CancellationToken cancellationToken) =>
        new(0, _context.Cohort.Count, new Dictionary<string, double>());

    public void ExportParameters(Span<float> destination) => RequireNone(destination.Length);

    public void ImportParameters(ReadOnlySpan<float> source) => RequireNone(source.Length);

    public Cohort Impute(Cohort cohort, long seed, CancellationToken cancellationToken = default) =>
        new NetworkImputation(Fitted()).Fill(cohort, seed, cancellationToken);

    /// <exception cref="InvalidOperationException">The model is not fitted yet.</exception>
    public Cohort Sample(SampleRequest request, CancellationToken cancellationToken)
    {
        FittedNetwork network = Fitted();
        CohortSchema schema = _context.Encoder.Schema;
        ConditionPlan plan = ConditionPlan.Create(new TableLayout(_context.Encoder), request.Conditions);
        NetworkSampler sampler = new(network, Limits(schema, request.Conditions), new SeededRandom(request.Seed));
        return new RejectionSampler(schema, plan).Fill(request.Rows, rows => Draw(sampler, plan, rows, cancellationToken), cancellationToken);
    }

    public void SaveCheckpoint(string path, CheckpointAddition? addition = null) =>
        NetworkCheckpoint.Write(_network, _context.Encoder.Digest, IsPersonal, addition).Save(path);

    public void LoadCheckpoint(string path) => _network = NetworkCheckpoint.Read(SafetensorsFile.Load(path), _shape, IsPersonal);

    public void Dispose()
    {
    }

    private FittedNetwork Fitted() => _network ?? throw new InvalidOperationException(
        $"{Name}: there is nothing to draw from before the ring's sums are through.");

    private static Cohort Draw(NetworkSampler sampler, ConditionPlan plan, int rows, CancellationToken cancellationToken)
    {
        Cohort drawn = sampler.Draw(rows, cancellationToken);
        return drawn.Count > 0 ? drawn : throw new UnsatisfiableConditionException(
            $"{string.Join(" and ", Enumerable.Range(0, plan.Conditions.Count).Select(plan.Describe))}: the network gives them together no probability, or none that {NetworkSampler.TriesPerRowMax} tries a row would meet.");
    }

    /// <summary>All conditions as ranges of values.</summary>
    internal static ValueLimits Limits(CohortSchema schema, IReadOnlyList<SampleCondition> conditions)
    {
        ValueLimits limits = new(schema);
        foreach (SampleCondition condition in conditions)
        {
            (double low, double high) = condition is RangeCondition range
                ? (range.Minimum, range.Maximum)
                : (((CategoryCondition)condition).Category, ((CategoryCondition)condition).Category);
            limits.Narrow(condition.Column, low, high);
        }

        return limits;
    }

    private static void RequireNone(int values)
    {
        if (values != 0)
        {
            throw new ArgumentException($"{Name} has no parameters; {values} values were given.");
        }
    }
}
