using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models.Checkpoints;

namespace RingFed.Learning.Models.Clustering;

/// <summary>
/// Hierarchical Dirichlet mixture of multinomials on mutated genes and chromosomal abnormalities, silos as its groups (Teh et al., JASA 2006; on
/// myeloid neoplasms: Dall'Olio et al., PLoS Comput Biol, pcbi.1011299), by blocked Gibbs sampling of the truncation to K
/// components. A silo samples its patients' components and its own shares, given the ring's; what all share is drawn from
/// masked K x G counts every few sweeps. Both are exact conditional draws, so the sums lose nothing against a pooled
/// sampler. Deviations from the source: truncated instead of unbounded, concentrations fixed instead of drawn, one chain,
/// and its fit is the mean of the second half of the sums. Then <see cref="GeneComponents.Assign"/>.
/// The members of the ring see the K x G totals of every sum, down to single carriers, of components that no patient is
/// told to be in; what is kept and named tells no cell below k (<see cref="SmallCells"/>).
/// </summary>
public sealed class HierarchicalMixture : IRingModel
{
    public const string Name = "hierarchical-mixture";

    /// <summary>Patients that one silo may count; far above any hospital.</summary>
    private const long PatientsPerSiloMax = 1L << 40;

    private const string CarriersEntry = "components.carriers";
    private const string PatientsEntry = "components.patients";
    private const string ModelKey = "model";
    private const string EncoderKey = "encoderDigest";

    private readonly ModelContext _context;
    private readonly HierarchicalMixtureOptions _options;
    private readonly int[] _columns;
    private readonly string[] _genes;

    /// <exception cref="ArgumentException">An option is out of range, or the schema has fewer than two genes or abnormalities.</exception>
    public HierarchicalMixture(ModelContext context, HierarchicalMixtureOptions options)
    {
        options.Validate();
        (_context, _options) = (context, options);
        _columns = GenePanel.Genomic(context.Encoder.Schema);
        _genes = [.. _columns.Select(column => context.Encoder.Schema.Columns[column].Name)];
        if (_genes.Length < 2)
        {
            throw new ArgumentException($"{Name}: the schema `{context.Encoder.Schema.Name}` has {_genes.Length} binary columns in the groups `{ColumnGroup.Genes}` and `{ColumnGroup.Cytogenetics}`; at least 2 are needed.", nameof(context));
        }
    }

    public ModelLayout Layout { get; } = new(Name, []);

    /// <summary>What was fitted; null before.</summary>
    public GeneComponents? Components { get; private set; }

    public static FitPlan PlanOf(HierarchicalMixtureOptions options) => new(options.Sums, Trains: false, SumsAfter: 0);

    /// <summary>The components of cohorts in one process, without a ring: for evaluation.</summary>
    internal static GeneComponents FitLocally(Cohort cohort, int[] genes, HierarchicalMixtureOptions options, long seed)
    {
        GibbsChain chain = new(MutationRows.Of(cohort, genes), genes.Length, options, seed, seed);
        while (!chain.IsComplete)
        {
            chain.Take(chain.Count());
        }

        return new GeneComponents(cohort.Schema, [.. genes.Select(gene => cohort.Schema.Columns[gene].Name)], chain.Components());
    }

    /// <exception cref="InvalidOperationException">The ring refused a sum, or no component has enough patients.</exception>
    public async Task FitAsync(FitStage stage, IRingSum ring, CancellationToken cancellationToken)
    {
        if (stage != FitStage.BeforeTraining)
        {
            return;
        }

        GibbsChain chain = new(MutationRows.Of(_context.Cohort, _columns), _genes.Length, _options, _context.Seeds.Weights, _context.Seeds.Training);
        for (int sum = 0; !chain.IsComplete; sum++)
        {
            RingTotal total = await ring.SumAsync(Query(chain.Count(), sum), cancellationToken).ConfigureAwait(false);
            chain.Take(total.Counts());
        }

        IReadOnlyList<GeneComponent> components = chain.Components();
        Components = components.Count > 0
            ? new GeneComponents(_context.Encoder.Schema, _genes, components)
            : throw new InvalidOperationException($"{Name}: no component has {_options.PatientsMin} patients; the ring holds too few to cluster.");
    }

    /// <summary>Each patient's component.</summary>
    /// <exception cref="InvalidOperationException">Nothing was fitted or loaded.</exception>
    public int[] Assign(Cohort cohort) => Fitted().Assign(cohort);

    public TrainingReport Train(TrainingBudget budget, CancellationToken cancellationToken) =>
        new(0, _context.Cohort.Count, new Dictionary<string, double>());

    public void ExportParameters(Span<float> destination) => RequireEmpty(destination.Length);

    public void ImportParameters(ReadOnlySpan<float> source) => RequireEmpty(source.Length);

    /// <exception cref="InvalidOperationException">Nothing was fitted or loaded.</exception>
    public void SaveCheckpoint(string path, CheckpointAddition? addition = null)
    {
        IReadOnlyList<GeneComponent> components = Fitted().Components;
        SortedDictionary<string, string> metadata = new()
        {
            [ModelKey] = Name,
            [EncoderKey] = Convert.ToHexStringLower(_context.Encoder.Digest),
        };
        foreach ((string key, string text) in addition?.Metadata ?? new Dictionary<string, string>())
        {
            metadata.Add(key, text);
        }

        SafetensorsEntry patients = SafetensorsEntry.Of<double>(
            PatientsEntry, components.Select(component => component.Patients).ToArray(), components.Count);
        SafetensorsEntry carriers = SafetensorsEntry.Of<double>(
            CarriersEntry, components.SelectMany(component => component.Carriers).ToArray(), components.Count, _genes.Length);
        new SafetensorsFile([patients, carriers, .. addition?.Entries ?? []], metadata).Save(path);
    }

    public void LoadCheckpoint(string path)
    {
        SafetensorsFile file = SafetensorsFile.Load(path);
        if (file.Metadata.GetValueOrDefault(ModelKey) != Name
            || file.Metadata.GetValueOrDefault(EncoderKey) != Convert.ToHexStringLower(_context.Encoder.Digest))
        {
            throw new InvalidDataException($"{path} is no {Name} checkpoint of this encoder.");
        }

        int count = (int)(file.Entries.FirstOrDefault(entry => entry.Name == PatientsEntry)?.Shape[0] ?? 0);
        double[] patients = file.Read<double>(PatientsEntry, count).ToArray();
        double[] carriers = file.Read<double>(CarriersEntry, count, _genes.Length).ToArray();
        if (patients.Any(value => !(value > 0)) || carriers.Any(value => !(value >= 0)))
        {
            throw new InvalidDataException($"{path} holds counts below 0.");
        }

        Components = new GeneComponents(_context.Encoder.Schema, _genes, [.. patients.Select((value, k) =>
            new GeneComponent(value, carriers[(k * _genes.Length)..((k + 1) * _genes.Length)]))]);
    }

    public void Dispose()
    {
        // Nothing is held.
    }

    private StatisticQuery Query(long[] counts, int sum)
    {
        // Given who is in which component, one patient adds to at most every gene's cell of one component, its patients and its
        // tables. It also moves where others are drawn to, and no bound covers that. The sampler uses every cell, so no k is kept
        // between sums; what is kept and named at the end tells no cell below it.
        int touched = _genes.Length + 2;
        return StatisticQuery.OfCounts(
            $"{Name}-1/{sum}", counts, touched, Math.Sqrt(touched), PatientsPerSiloMax, minimumCount: 0,
            "Cluster patients by mutated genes: carriers, patients and tables per component, as drawn by the sampler.");
    }

    private GeneComponents Fitted() => Components
        ?? throw new InvalidOperationException($"{Name}: nothing was fitted; run its sums or load a checkpoint first.");

    private static void RequireEmpty(int length)
    {
        if (length != 0)
        {
            throw new ArgumentException($"{Name}: {length} values were given for a layout of 0.");
        }
    }
}
