namespace RingFed.Simulation.Poisoning;

/// <summary>
/// Errors of the shipping merge under attack. An error is the Euclidean distance of the merge from the mean of the honest
/// updates, over the honest spread: the root of the mean squared distance of the honest updates from their mean.
/// </summary>
/// <param name="Rules">One entry for each size of the ring and each rule that fits it.</param>
/// <param name="LeftOut">Rules that do not fit a size, with the reason.</param>
public sealed record AttackBenchReport(IReadOnlyList<AttackedRule> Rules, IReadOnlyList<LeftOutRule> LeftOut);

/// <param name="Silos">n, attackers included.</param>
/// <param name="Attackers">f, of the ring and of the rule.</param>
/// <param name="Label">The rule with n, f and what it withstands, as the ring prints it.</param>
/// <param name="CleanErrorOverHonestSpread">Without attackers, n honest silos, the rule set for the same f.</param>
/// <param name="WorstAttack">The attack with the largest mean error; null when no attack had one.</param>
public sealed record AttackedRule(
    int Silos,
    int Attackers,
    string Rule,
    string Label,
    bool ByzantineRobust,
    double CleanErrorOverHonestSpread,
    string? WorstAttack,
    double? WorstErrorOverHonestSpread,
    IReadOnlyList<AttackResult> Attacks);

/// <param name="ErrorOverHonestSpread">Mean over the draws; null when a draw merged nothing, or nothing finite.</param>
/// <param name="ErrorOverHonestSpreadMax">Largest of the draws; null with the mean.</param>
/// <param name="KeptOutByScreening">Share of the attackers' updates that screening refused before the rule, 0 to 1.</param>
/// <param name="NotMerged">Why a draw merged nothing; null when all did.</param>
public sealed record AttackResult(
    string Attack, double? ErrorOverHonestSpread, double? ErrorOverHonestSpreadMax, double KeptOutByScreening, string? NotMerged);

public sealed record LeftOutRule(int Silos, int Attackers, string Rule, string Reason);
