namespace RingFed.Learning.Evaluation.Trees;

/// <summary>How a forest is grown; the defaults are those of the detection protocol.</summary>
internal sealed record RandomForestOptions
{
    /// <summary>Trees in the forest.</summary>
    public int Trees { get; init; } = 300;

    /// <summary>Least number of distinct rows in a leaf.</summary>
    public int LeafMin { get; init; } = 5;

    /// <summary>Threads used; the result does not depend on it.</summary>
    public int Threads { get; init; } = 1;

    public long Seed { get; init; }
}
