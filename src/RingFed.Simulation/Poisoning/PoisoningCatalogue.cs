using RingFed.Federation.Aggregation;

namespace RingFed.Simulation.Poisoning;

/// <summary>Every attack on updates that the bench knows, the plain ones first.</summary>
public static class PoisoningCatalogue
{
    /// <summary>What screening lets through with room for the median to move; the most that length alone can do.</summary>
    private const double JustPasses = 0.9 * UpdateScreening.NormRatioMax;

    public static IReadOnlyList<IPoisoning> All { get; } =
    [
        new NotANumber(),
        new LargeNorm("large-norm", 1e6),
        new LargeNorm("norm-that-passes", JustPasses),
        new ZeroUpdate(),
        new SignFlip(),
        new InnerProductManipulation(0.1),
        new InnerProductManipulation(2),
        new ALittleIsEnough(1.5),
        new ALittleIsEnough(),
        new Mimic(),
        new MinMax(Perturbation.Unit),
        new MinMax(Perturbation.Sign),
        new MinMax(Perturbation.Std),
        new MinSum(Perturbation.Unit),
        new MinSum(Perturbation.Sign),
        new MinSum(Perturbation.Std),
        new OptimisedAlie(),
        new OptimisedIpm(),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(attack => attack.Name)];

    /// <exception cref="ArgumentException">There is no attack of that name; the message lists those there are.</exception>
    public static IPoisoning Named(string name) => All.FirstOrDefault(attack => attack.Name == name)
        ?? throw new ArgumentException($"there is no attack '{name}'; write one of {string.Join(", ", Names)}", nameof(name));
}
