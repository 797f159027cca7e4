namespace RingFed.Learning.Evaluation.Protocol;

/// <summary>How often a comparison is repeated before anything is claimed of it. The defaults are the protocol.</summary>
public sealed record ProtocolOptions
{
    /// <summary>Random splits into train and hold-out, at least 1.</summary>
    public int Splits { get; init; } = 5;

    /// <summary>Training seeds a split, at least 1.</summary>
    public int Seeds { get; init; } = 3;

    /// <summary>Share of the patients held out, in (0, 1).</summary>
    public double HoldoutShare { get; init; } = .3;

    /// <summary>Bootstrap draws of an interval, at least 100.</summary>
    public int Replicates { get; init; } = 1_000;

    /// <summary>Drives splits and bootstrap draws; training seeds are the experiment's own.</summary>
    public long Seed { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range; the message names it.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Splits, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Seeds, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Replicates, 100);
        if (!(HoldoutShare is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(HoldoutShare), HoldoutShare, "The share held out lies between 0 and 1.");
        }
    }
}
