namespace RingFed.Simulation.Masking;

/// <summary>What a run of masked sums came to.</summary>
/// <param name="Sums">Completed.</param>
/// <param name="Rounds">Agreed.</param>
/// <param name="Exchanges">Of keys.</param>
/// <param name="Equations">Masked values that honest silos sent: what coalitions have to work with.</param>
/// <param name="Coalitions">Sets of silos for which it was worked out what they learn.</param>
/// <param name="CoalitionsThatLearn">Coalitions that hold a secret's shares of a whole roster (t) and learn more than the total, as they can.</param>
/// <param name="Violations">Sentences; empty for a sound run.</param>
internal sealed record MaskedReport(
    MaskedRehearsalOptions Options, int Sums, int Rounds, int Exchanges, int Equations, int Coalitions, int CoalitionsThatLearn, IReadOnlyList<string> Violations);
