using System.Text.Json;
using RingFed.Federation.Tests.Aggregation;
using RingFed.Simulation.Poisoning;

namespace RingFed.Federation.Tests.Simulation.Poisoning;

/// <summary>What independent implementations of the attacks send in the same scene; the file names them.</summary>
internal sealed record AttackCase(int Silos, int F, double PaperZ, float[][] Honest, IReadOnlyDictionary<string, double[]> Attacks)
{
    /// <summary>A scene whose ring merges by <paramref name="rule"/>, on whole vectors and without screening as the references do.</summary>
    public PoisonScene Scene(string rule = "mean") => new(
        Honest, F, sent => Updates.Aggregate(rule, [.. Honest, .. Enumerable.Repeat(sent, F)], F));
}

internal static class AttackVectors
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    internal static IReadOnlyList<AttackCase> All { get; } = Load();

    private static List<AttackCase> Load()
    {
        using Stream stream = typeof(AttackVectors).Assembly.GetManifestResourceStream("attacks.json")!;
        return JsonSerializer.Deserialize<AttackFile>(stream, Options)!.Cases;
    }

    private sealed record AttackFile(List<AttackCase> Cases);
}
