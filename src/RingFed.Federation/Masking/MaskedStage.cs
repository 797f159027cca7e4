namespace RingFed.Federation.Masking;

/// <summary>What the next agreed gather round of a program is for.</summary>
public enum MaskedStage
{
    /// <summary>Fresh public keys for the sums of a batch.</summary>
    Keys,

    /// <summary>The secrets behind them, shared out among those who gave keys.</summary>
    Shares,

    /// <summary>The masked values of one sum.</summary>
    Input,

    /// <summary>Shares that take the masks off the total.</summary>
    Unmask,

    /// <summary>All sums of the plan have been added up.</summary>
    Done,

    /// <summary>No further sum is possible; <see cref="MaskedProgram.EndedBecause"/> says why.</summary>
    Ended,
}
