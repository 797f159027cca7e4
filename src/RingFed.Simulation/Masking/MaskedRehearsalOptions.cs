namespace RingFed.Simulation.Masking;

/// <summary>One run of masked sums over virtual rounds. Everything else follows from the seed.</summary>
internal sealed record MaskedRehearsalOptions
{
    public required ulong Seed { get; init; }

    /// <summary>n, 3 to 6: every coalition is tried.</summary>
    public int Silos { get; init; } = 5;

    /// <summary>Silos that change what they sign, the first in the roster; n >= 3f+1.</summary>
    public int Liars { get; init; }

    public int Sums { get; init; } = 3;

    /// <summary>Rounds with drop-outs, crashes and late payloads. After them all are up.</summary>
    public int FaultyRounds { get; init; } = 16;

    public MaskedDefect Defect { get; init; }
}
