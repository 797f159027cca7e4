using RingFed.Federation.Topology;
using RingFed.Learning.Evaluation;

namespace RingFed.Daemon.Experiments;

/// <summary>What an experiment file says: which models are federated how, on which patients, and how they are judged.</summary>
internal sealed record ExperimentPlan
{
    /// <summary>By the rule of <see cref="Federation.Identity.RingName"/>; its folder of results has this name.</summary>
    public required string Name { get; init; }

    public required CohortPlan Cohort { get; init; }

    public required PartitionPlan Partition { get; init; }

    public required SplitPlan Split { get; init; }

    public required TrainingPlan Training { get; init; }

    public required JudgingPlan Judging { get; init; }

    public required IReadOnlyList<ModelPlan> Models { get; init; }

    public required IReadOnlyList<StrategyPlan> Strategies { get; init; }

    /// <summary>Of the initial parameters, as `model.seed` in a topology; each is a run of its own.</summary>
    public required IReadOnlyList<long> Seeds { get; init; }

    /// <summary>Model x strategy x split x seed, split by split, so that all arms are there as early as possible; of a model's own seeds where it names some.</summary>
    public IEnumerable<CellPlan> Cells() =>
        from split in Enumerable.Range(0, Split.Count)
        from seed in Seeds
        from model in Models
        where model.Seeds is null || model.Seeds.Contains(seed)
        from strategy in Strategies
        select new CellPlan(model, strategy, split, seed);

    /// <summary>The same experiment, so small that it only shows that all of it runs.</summary>
    public ExperimentPlan Quick() => this with
    {
        Name = $"{Name}-quick",
        Cohort = Cohort.Quick(),
        Split = Split.Quick(),
        Training = Training with { Rounds = Math.Min(Training.Rounds, 2), Steps = Math.Min(Training.Steps, 3) },
        Judging = Judging.Quick(),
        Models = [.. Models.Select(model => model with { Seeds = null })],
        Seeds = [.. Seeds.Take(1)],
    };
}

/// <summary>Where the patients come from; exactly one of the three.</summary>
internal sealed record CohortPlan
{
    /// <summary>Name of a simulated cohort.</summary>
    public string? Simulate { get; init; }

    /// <summary>Patients to simulate, at least 30.</summary>
    public int Patients { get; init; } = 4427;

    /// <summary>Patients of each simulated silo; empty for one cohort that the partition cuts.</summary>
    public IReadOnlyList<int> Sizes { get; init; } = [];

    /// <summary>How much simulated silos differ, 0 to 1.</summary>
    public double Skew { get; init; } = .5;

    public long Seed { get; init; } = 1;

    /// <summary>Name of a public cohort.</summary>
    public string? Public { get; init; }

    /// <summary>Absolute path of a prepared cohort: a folder a silo, each with schema.yaml and patients.csv; `holdout` or `test` holds those held out.</summary>
    public string? Folder { get; init; }

    /// <summary>Absolute path.</summary>
    public string? Schema { get; init; }

    /// <summary>Absolute paths; a silo each where the partition takes silos as they are.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    /// <summary>Absolute paths of tables that are held out from all silos.</summary>
    public IReadOnlyList<string> Holdout { get; init; } = [];

    private const int QuickPatients = 300;

    /// <summary>Patients that the file asks for, where fewer are simulated; null where all are.</summary>
    public int? PatientsInFull { get; init; }

    /// <summary>At most so many patients of a cohort that is read, spread over its silos, and as many held out; null for all.</summary>
    public int? PatientsMax { get; init; }

    public CohortPlan Quick()
    {
        if (Simulate is null)
        {
            return this with { PatientsMax = QuickPatients };
        }

        double shrink = Math.Min(1, (double)QuickPatients / Math.Max(Patients, 1));
        int[] sizes = [.. Sizes.Select(size => Math.Max(20, (int)(size * shrink)))];
        return this with { PatientsInFull = Patients, Sizes = sizes, Patients = sizes.Length > 0 ? sizes.Sum() : Math.Min(Patients, QuickPatients) };
    }
}

internal enum PartitionKind
{
    AsIs,
    Column,
    Iid,
    Dirichlet,
    Sizes,
}

/// <summary>How silos are made of the cohort.</summary>
internal sealed record PartitionPlan(PartitionKind By)
{
    public string? Column { get; init; }

    public int Silos { get; init; } = 3;

    public double Concentration { get; init; } = .5;

    public IReadOnlyList<int> Sizes { get; init; } = [];

    public long Seed { get; init; } = 1;
}

/// <summary>Who is held out. Within each silo, so that every silo has a hold-out of its own.</summary>
/// <param name="Given">The cohort's own hold-out, and no other.</param>
/// <param name="Folds">0 for a share held out.</param>
internal sealed record SplitPlan(bool Given, double Holdout, int Folds, int Repeats, long Seed)
{
    public int Count => Given ? 1 : Math.Max(1, Folds) * Repeats;

    public SplitPlan Quick() => this with { Repeats = 1 };
}

/// <summary>
/// Local work and exchange. Every silo of every arm makes rounds x steps updates; what a model sees is not the same for that: the
/// sequential model is updated by each silo in turn, silos times as often, the ring's merges the work of all silos, and the
/// pooled one does the work of one silo on the patients of all.
/// </summary>
internal sealed record TrainingPlan(int Rounds, int Steps, UpdateCodec Codec, int Byzantine);

internal enum SiloJudging
{
    /// <summary>The joint hold-out alone.</summary>
    None,

    /// <summary>Each silo's model on its own patients.</summary>
    Own,

    /// <summary>Each silo's model on the patients of all.</summary>
    Joint,
}

/// <param name="Groups">Of metrics, for what draws patients; null for all.</param>
/// <param name="Threads">Of libtorch and the evaluation; results depend on libtorch's.</param>
internal sealed record JudgingPlan(SiloJudging Silos, IReadOnlyList<string>? Groups, int Threads)
{
    /// <summary>
    /// What a silo's model is judged by unless the file says otherwise: LEARNING's targets ask for no more there, and the rest
    /// takes ten times as long.
    /// </summary>
    private static readonly string[] SiloHeadlines = ["detection", "survival", "genes"];

    /// <summary>What a silo's model is always judged by: without these nobody knows whether it hands out its patients, and a COPYING model would pass for a good one.</summary>
    private static readonly string[] MarkGroups = ["dcr", "membership"];

    /// <summary>Of metrics, where a silo's model is judged by itself, beside what marks COPYING; null for detection, survival and genes.</summary>
    public IReadOnlyList<string>? SiloGroups { get; init; }

    /// <summary>Rounds after which the ring's model is judged too, by RingFed-CSF and RingFed-GSF; the first is 1.</summary>
    public IReadOnlyList<int> ByRound { get; init; } = [];

    /// <summary>What the file says, where less is judged; null where this is it.</summary>
    public JudgingPlan? InFull { get; init; }

    /// <summary>
    /// The groups for a silo's model: those named, or of the headlines what is there and asked for, or what is asked for jointly;
    /// and always those that mark COPYING.
    /// </summary>
    /// <param name="possible">Groups that the schema gives reason for.</param>
    /// <returns>Null for all.</returns>
    public IReadOnlyList<string>? GroupsOfSilos(IReadOnlyList<string> possible)
    {
        string[] headlines = [.. possible.Where(group => EvaluationOptions.IsNamed(group, SiloHeadlines) && EvaluationOptions.IsNamed(group, Groups))];
        return (SiloGroups ?? (headlines.Length > 0 ? headlines : Groups)) is { } groups ? [.. groups.Union(MarkGroups)] : null;
    }

    /// <summary>What fits into a second.</summary>
    private static readonly string[] QuickGroups = ["shape", "trend", "genes", "missingness"];

    public JudgingPlan Quick() => this with { InFull = this, SiloGroups = null, Groups = Groups is null ? QuickGroups : [.. Groups.Where(QuickGroups.Contains).DefaultIfEmpty("shape")] };
}

/// <param name="Label">In tables; the model's name unless the file says otherwise.</param>
internal sealed record ModelPlan(string Label, string Name, IReadOnlyDictionary<string, string> Options)
{
    /// <summary>Of the experiment's seeds, those that the model is run with; null for all. What takes long may be run with fewer.</summary>
    public IReadOnlyList<long>? Seeds { get; init; }
}

/// <summary>How silos work together.</summary>
/// <param name="Label">In tables; the kind unless the file says otherwise.</param>
internal sealed record StrategyPlan(string Label, StrategyKind Kind)
{
    /// <summary>The rule that a ring chooses for itself.</summary>
    public const string RuleOfItsOwn = "auto";

    /// <summary>Of aggregation, where parameters are merged.</summary>
    public string Rule { get; init; } = RuleOfItsOwn;

    /// <summary>mu of FedProx, 0 for none.</summary>
    public double Proximal { get; init; }

    /// <summary>Each silo keeps the better of its own and the merged model, by patients that it holds out from both.</summary>
    public bool Guard { get; init; }

    /// <summary>Model whose rows are shared; null for the cell's own, which must draw patients.</summary>
    public ModelPlan? Generator { get; init; }

    /// <summary>Shared rows that are like none of the receiver's patients are left out.</summary>
    public bool Filtered { get; init; }
}

internal enum StrategyKind
{
    /// <summary>Every silo alone.</summary>
    Isolated,

    /// <summary>All patients in one place: what no ring may do, as the measure of what it loses.</summary>
    Pooled,

    /// <summary>The ring, by an aggregation rule.</summary>
    Relay,

    /// <summary>The model visits each silo in turn.</summary>
    Sequential,

    /// <summary>The best silo's generator gives rows to all others.</summary>
    SyntheticSharing,
}

/// <summary>One run of one model under one strategy.</summary>
/// <param name="Split">Of those that the split plan counts.</param>
internal sealed record CellPlan(ModelPlan Model, StrategyPlan Strategy, int Split, long Seed);
