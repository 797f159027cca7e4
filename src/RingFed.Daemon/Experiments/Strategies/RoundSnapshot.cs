namespace RingFed.Daemon.Experiments.Strategies;

/// <summary>What silos had agreed on after a round.</summary>
/// <param name="Round">The first is 1.</param>
internal sealed record RoundSnapshot(int Round, float[] Parameters);
