namespace RingFed.Federation.Topology;

/// <summary>Every field of a topology file; documented one by one in topology/topology.schema.json.</summary>
internal static class TopologyFields
{
    public static readonly FieldSet Root = new(
        "", "federation", "epoch", "previous", "protocol", "silos", "exchange", "byzantine", "aggregation", "model", "privacy");

    public static readonly FieldSet Protocol = new("protocol", "version", "ruleRevision");

    public static readonly FieldSet Silo = new("silos[]", "id", "address", "key", "inbound");

    public static readonly FieldSet Exchange = new(
        "exchange", "kind", "rounds", "localWork", "roundDeadline", "codec");

    public static readonly FieldSet LocalWork = new("exchange.localWork", "steps", "time", "stepsMax", "proximal");

    public static readonly FieldSet Aggregation = new("aggregation", "rule", "gate");

    public static readonly FieldSet Model = new("model", "kind", "schema", "schemaDigest", "seed", "options");

    public static readonly FieldSet Privacy = new("privacy", "dp", "epsilon", "delta", "maskedFit");

    public static IReadOnlyList<FieldSet> All { get; } =
        [Root, Protocol, Silo, Exchange, LocalWork, Aggregation, Model, Privacy];
}
