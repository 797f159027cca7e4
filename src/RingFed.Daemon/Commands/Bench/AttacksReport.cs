using System.Text.Json.Serialization;
using RingFed.Simulation.Poisoning;

namespace RingFed.Daemon.Commands.Bench;

/// <summary>What <c>bench attacks --json</c> prints.</summary>
/// <param name="Generator">Fidelity of a trained generator; null unless it was asked for.</param>
internal sealed record AttacksReport(
    string ErrorOverHonestSpreadIs,
    string HonestUpdatesAre,
    IReadOnlyList<int> Silos,
    int Parameters,
    int Draws,
    long Seed,
    IReadOnlyList<string> Attacks,
    IReadOnlyList<AttackedRule> Rules,
    IReadOnlyList<LeftOutRule> LeftOut,
    GeneratorBenchReport? Generator)
{
    public const string ErrorMeans =
        "An error is the Euclidean distance of the merge from the mean of the honest updates, over the honest spread: the root of the mean squared distance of the honest updates from their mean.";

    public const string HonestMeans =
        "Honest updates share one direction of length 1 and differ by Gaussian noise of length 1 each; all silos claim the same records and steps.";

    public static AttacksReport Of(AttackBenchOptions options, long seed, AttackBenchReport report, GeneratorBenchReport? generator) => new(
        ErrorMeans,
        HonestMeans,
        options.Silos,
        options.Parameters,
        options.Draws,
        seed,
        [.. options.Attacks.Select(attack => attack.Name)],
        report.Rules,
        report.LeftOut,
        generator);
}

[JsonSerializable(typeof(AttacksReport))]
internal sealed partial class AttacksJson : JsonSerializerContext
{
    public static AttacksJson Readable { get; } = new(BenchJson.Options());
}
