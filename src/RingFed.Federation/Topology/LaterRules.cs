namespace RingFed.Federation.Topology;

/// <summary>Aggregation rules that are agreed by name but that this version does not have.</summary>
internal static class LaterRules
{
    private static readonly string[] Names =
        ["meamed", "krum", "multi-krum", "bulyan", "centred-clipping", "cge", "mda", "bucketing"];

    public static IReadOnlyDictionary<string, string> WhatToWrite { get; } =
        Names.ToDictionary(name => name, _ => "write rule: auto");
}
