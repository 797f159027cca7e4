using RingFed.Federation.Masking;
using RingFed.Federation.Messages;

namespace RingFed.Simulation.Masking;

/// <summary>All that happened in a run, secrets included: what the checkers work on.</summary>
internal sealed class MaskedTranscript(MaskedPlan plan, IReadOnlyList<int> liars, RehearsedValues values)
{
    private readonly Dictionary<(int Generation, int Exchange, int Silo), OwnSecrets> secrets = [];
    private readonly List<MaskedRound> rounds = [];
    private readonly List<(int Silo, int Sum, MaskedTotal Total)> totals = [];

    public MaskedPlan Plan => plan;

    public IReadOnlyList<int> Liars => liars;

    public RehearsedValues Values => values;

    public IReadOnlyList<MaskedRound> Rounds => rounds;

    /// <summary>Every total that a silo found, after a restart once more.</summary>
    public IReadOnlyList<(int Silo, int Sum, MaskedTotal Total)> Totals => totals;

    /// <summary>U of the first sum that was accepted; all that coalitions may learn is the sum over these.</summary>
    public OriginSet? Contributors { get; set; }

    public bool IsHonest(int silo) => !liars.Contains(silo);

    /// <summary>The plan of a generation: they differ in the program's name, and so in all keys.</summary>
    public MaskedPlan PlanOf(int generation, int sums) => plan with { Program = $"rehearsal {generation}", SumsMax = sums };

    /// <summary>Keys and commitments of a generation; how many sums it plans for is not part of them.</summary>
    public MaskContext ContextOf(int generation) => new(PlanOf(generation, 0));

    public void Add(MaskedRound round) => rounds.Add(round);

    public void Add(int silo, int sum, MaskedTotal total) => totals.Add((silo, sum, total));

    /// <summary>A silo sent the keys that it drew.</summary>
    public void AddSecrets(int generation, MaskedBatch exchange, int silo, byte[] tape) =>
        secrets[(generation, exchange.Number, silo)] = OwnSecrets.Draw(new TapedRandomness.Replay(tape), exchange.Sums);

    /// <returns>Null when it sent none.</returns>
    public OwnSecrets? SecretsOf(int generation, int exchange, int silo) => secrets.GetValueOrDefault((generation, exchange, silo));

    public IEnumerable<(int Generation, int Exchange, int Silo, OwnSecrets Secrets)> AllSecrets =>
        secrets.Select(entry => (entry.Key.Generation, entry.Key.Exchange, entry.Key.Silo, entry.Value));
}
