namespace RingFed.Learning.Evaluation.Trees;

/// <summary>How trees are boosted; the defaults are those of the detection protocol.</summary>
internal sealed record GradientBoostingOptions
{
    /// <summary>Trees added one after another.</summary>
    public int Rounds { get; init; } = 150;

    /// <summary>Share of each tree's step that is taken, in (0, 1].</summary>
    public double LearningRate { get; init; } = .06;

    /// <summary>Most leaves of a tree; the leaf of most gain is split first.</summary>
    public int LeavesMax { get; init; } = 31;

    /// <summary>Least number of rows in a leaf.</summary>
    public int LeafMin { get; init; } = 20;
}
