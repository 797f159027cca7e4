using RingFed.Federation.Masking;
using RingFed.Federation.Messages;

namespace RingFed.Simulation.Masking;

/// <summary>
/// All that happened in a run, secrets included: what the checkers work on. Programs follow each other; within one, silos
/// are places in its roster, and machines across all.
/// </summary>
/// <param name="isHonest">Of a machine.</param>
internal sealed class MaskedTranscript(Predicate<int> isHonest, RehearsedValues values)
{
    private readonly SortedDictionary<int, MaskedGeneration> generations = [];
    private readonly List<DrawnSecrets> drawn = [];
    private readonly Dictionary<(int Generation, int Exchange, int Silo), OwnSecrets> secrets = [];
    private readonly List<MaskedRound> rounds = [];
    private readonly List<FoundTotal> totals = [];

    public RehearsedValues Values => values;

    public IReadOnlyList<MaskedRound> Rounds => rounds;

    public IEnumerable<MaskedGeneration> Generations => generations.Values;

    /// <summary>Every total that a silo found, after a restart once more.</summary>
    public IReadOnlyList<FoundTotal> Totals => totals;

    /// <summary>Whatever silos drew, also what a crash let nobody see.</summary>
    public IReadOnlyList<DrawnSecrets> Drawn => drawn;

    /// <summary>Machines of U of the first sum that was accepted; all that coalitions may learn is the sum over these.</summary>
    public OriginSet? Contributors { get; private set; }

    /// <summary>Machines that were in a program.</summary>
    public OriginSet Machines => OriginSet.Of(generations.Values.SelectMany(generation => generation.Machines).Distinct());

    public OriginSet Liars => OriginSet.Of(Machines.ToList().Where(machine => !isHonest(machine)));

    public bool IsHonest(int machine) => isHonest(machine);

    public bool IsHonest(int generation, int silo) => isHonest(Of(generation).Machines[silo]);

    /// <summary>A program begins, unless it has begun.</summary>
    public void Begin(int generation, MaskedPlan plan, IReadOnlyList<int> machines) => generations.TryAdd(generation, new MaskedGeneration(plan, machines));

    public MaskedGeneration Of(int generation) => generations[generation];

    public void Add(MaskedRound round) => rounds.Add(round);

    public void Add(FoundTotal total) => totals.Add(total);

    /// <summary>A sum was accepted.</summary>
    public void Accepted(int generation, IReadOnlyList<int> contributors) => Contributors ??= Of(generation).MachinesOf(OriginSet.Of(contributors));

    /// <summary>A silo made keys of what it drew. Of several exchanges of one number those count whose keys were agreed on.</summary>
    public void AddSecrets(int generation, MaskedBatch exchange, int silo, byte[] payload, byte[] tape)
    {
        DrawnSecrets made = new(generation, exchange.Number, silo, payload, OwnSecrets.Draw(new TapedRandomness.Replay(tape), exchange.Sums));
        drawn.Add(made);
        secrets[(generation, exchange.Number, silo)] = made.Secrets;
    }

    /// <summary>These keys were agreed on.</summary>
    public void AgreedKeys(int generation, MaskedBatch exchange, IReadOnlyList<GatheredPart> parts)
    {
        foreach (GatheredPart part in parts)
        {
            if (drawn.Find(made => made.Is(generation, exchange.Number, part)) is { } agreed)
            {
                secrets[(generation, exchange.Number, part.Origin)] = agreed.Secrets;
            }
        }
    }

    /// <returns>Null when it sent none.</returns>
    public OwnSecrets? SecretsOf(int generation, int exchange, int silo) => secrets.GetValueOrDefault((generation, exchange, silo));
}

/// <summary>A total, where it was found.</summary>
/// <param name="Sum">Of the whole run.</param>
internal sealed record FoundTotal(int Machine, int Generation, int Sum, MaskedTotal Total);

/// <summary>What a silo drew for one exchange of keys, and the keys it made of it.</summary>
internal sealed record DrawnSecrets(int Generation, int Exchange, int Silo, byte[] Payload, OwnSecrets Secrets)
{
    public bool Is(int generation, int exchange, GatheredPart part) =>
        (Generation, Exchange, Silo) == (generation, exchange, part.Origin) && part.Payload.Span.SequenceEqual(Payload);
}
