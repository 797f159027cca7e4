using System.Text.Json;

namespace RingFed.Federation.Tests.Aggregation;

/// <summary>What independent implementations make of the same vectors; the files name them.</summary>
/// <param name="Krum">Null where n is below 2f + 3.</param>
internal sealed record ReferenceCase(
    string Id,
    int F,
    float[][] Vectors,
    IReadOnlyDictionary<string, double[]> Expected,
    double[][]? NearestNeighbourMixing,
    ReferenceKrum? Krum,
    ReferenceClipping[] Clippings);

/// <param name="Scores">Plain sums of squared distances to the n - f - 2 nearest.</param>
/// <param name="ByzflIndex">Pick of a library that counts n - f - 1 nearest.</param>
/// <param name="ByzflMultiKrum">Its mean of the n - f best, where that is not ours.</param>
internal sealed record ReferenceKrum(int Index, double[] Scores, int ByzflIndex, double[]? ByzflMultiKrum);

/// <param name="Start">Index of the vector that clipping starts from; null for zero.</param>
internal sealed record ReferenceClipping(double Radius, int Iterations, int? Start, double[] Out);

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
