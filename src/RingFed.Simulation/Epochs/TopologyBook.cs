using RingFed.Federation.Identity;
using RingFed.Federation.Messages;
using RingFed.Federation.Topology;

namespace RingFed.Simulation.Epochs;

/// <summary>Every topology that anyone wrote in a run, by its text and by its digest. What may follow what is judged as it ships.</summary>
internal sealed class TopologyBook
{
    public const string Federation = "simulated";
    private static readonly ModelSettings Model = new() { Kind = "simulated", SchemaPath = "schema.yaml", Seed = 1 };
    private readonly Dictionary<string, SimulatedTopology> byText = [];
    private readonly Dictionary<Digest, SimulatedTopology> byDigest = [];

    /// <summary>The first epoch.</summary>
    public SimulatedTopology Found(IReadOnlyList<string> roster, int byzantine, int rounds, ExchangeKind exchange = ExchangeKind.Relay) =>
        Write(new FederationTopology
        {
            Federation = Federation,
            Epoch = 1,
            Silos = Entries(roster),
            Exchange = new ExchangeSettings { Kind = exchange, Rounds = rounds },
            Byzantine = byzantine,
            Model = Model,
        });

    /// <summary>A draft that may follow this epoch, unless the change breaks a rule.</summary>
    public SimulatedTopology Follow(SimulatedTopology current, Func<FederationTopology, FederationTopology> change) =>
        Write(change(current.Declared with { Epoch = current.Epoch + 1, Previous = current.Digest }));

    public static IReadOnlyList<SiloEntry> Entries(IEnumerable<string> roster) =>
        [.. roster.Select(silo => new SiloEntry(silo, new SiloAddress(silo, 7000), SpkiDigest.Of(System.Text.Encoding.UTF8.GetBytes(silo))))];

    /// <returns>Null when it is no topology.</returns>
    public SimulatedTopology? Read(string text) => byText.GetValueOrDefault(text);

    /// <returns>Null when nobody wrote it.</returns>
    public SimulatedTopology? Find(Digest digest) => byDigest.GetValueOrDefault(digest);

    /// <returns>Why the second may not follow the first; null when it may.</returns>
    public static string? FaultOf(SimulatedTopology current, SimulatedTopology next) =>
        EpochStep.Check(current.Declared, next.Declared) is [var fault, ..] ? fault.ToString() : null;

    private SimulatedTopology Write(FederationTopology declared)
    {
        Digest digest = new(declared.Digest.Span);
        if (byDigest.TryGetValue(digest, out SimulatedTopology? known))
        {
            return known;
        }

        SimulatedTopology topology = new(declared, $"topology {byText.Count}");
        return byDigest[digest] = byText[topology.Text] = topology;
    }
}
