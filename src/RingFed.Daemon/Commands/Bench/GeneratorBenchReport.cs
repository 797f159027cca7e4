namespace RingFed.Daemon.Commands.Bench;

/// <summary>Fidelity of a small generator trained over the ring, rule by rule, with and without attackers.</summary>
/// <param name="Parameters">Values of an update: generator and critic.</param>
/// <param name="Floor">What independent columns score.</param>
/// <param name="Ceiling">What real patients that nobody trained on score.</param>
/// <param name="Untrained">What the generator scores before the first round.</param>
internal sealed record GeneratorBenchReport(
    string Attack,
    int Silos,
    int Attackers,
    int Patients,
    int Rounds,
    int StepsARound,
    long Parameters,
    Fidelity Floor,
    Fidelity Ceiling,
    Fidelity Untrained,
    IReadOnlyList<GeneratorUnderRule> Rules,
    IReadOnlyList<GeneratorRuleLeftOut> LeftOut,
    double Seconds);

/// <param name="Clean">All silos honest, the rule set for the same f; null when training diverged.</param>
/// <param name="Attacked">With attackers; null when training diverged.</param>
/// <param name="Note">What went wrong, in words; null when nothing did.</param>
internal sealed record GeneratorUnderRule(
    string Rule, string Label, bool ByzantineRobust, Fidelity? Clean, Fidelity? Attacked, string? Note);

internal sealed record GeneratorRuleLeftOut(string Rule, string Reason);

/// <summary>Of `ringfed evaluate`, by its names; null where it has no value.</summary>
/// <param name="Shape">Column shapes, 1 is best.</param>
/// <param name="Trend">Pair trends, 1 is best.</param>
/// <param name="PhiSlope">How much of the association between genes is there, 1 is best, 0 is none.</param>
internal sealed record Fidelity(double? Shape, double? Trend, double? PhiSlope);
