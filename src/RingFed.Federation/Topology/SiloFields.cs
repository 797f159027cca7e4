namespace RingFed.Federation.Topology;

/// <summary>Every field of a silo file; documented one by one in topology/silo.schema.json.</summary>
internal static class SiloFields
{
    public static readonly FieldSet Root = new(
        "", "silo", "topology", "identity", "cohort", "state", "listen", "proxy", "memory")
    {
        // A port that is written down and not served would be looked for by whoever watches the ring.
        Later = new Dictionary<string, string> { ["http"] = "no status page is served yet; remove the line, `ringfed status` shows the same" },
    };

    public static readonly FieldSet Identity = new("identity", "key", "certificate", "authority", "revoked");

    public static readonly FieldSet Cohort = new("cohort", "schema", "files");

    public static IReadOnlyList<FieldSet> All { get; } = [Root, Identity, Cohort];
}
