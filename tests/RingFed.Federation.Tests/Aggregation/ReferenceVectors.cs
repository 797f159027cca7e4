using System.Text.Json;

namespace RingFed.Federation.Tests.Aggregation;

/// <summary>What independent implementations make of the same vectors; the files name them.</summary>
internal sealed record ReferenceCase(
    string Id, int F, float[][] Vectors, IReadOnlyDictionary<string, double[]> Expected, double[][]? NearestNeighbourMixing);

internal static class ReferenceVectors
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    internal static IReadOnlyList<ReferenceCase> All { get; } = [.. Load("rules.json"), .. Load("rules-d1000.json")];

    private static List<ReferenceCase> Load(string name)
    {
        using Stream stream = typeof(ReferenceVectors).Assembly.GetManifestResourceStream(name)!;
        return JsonSerializer.Deserialize<ReferenceFile>(stream, Options)!.Cases;
    }

    private sealed record ReferenceFile(List<ReferenceCase> Cases);
}
