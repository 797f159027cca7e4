namespace RingFed.Learning.Evaluation.Trees;

/// <summary>A way to cut a node in two: codes at most <paramref name="Threshold"/> go left.</summary>
internal readonly record struct ForestSplit(int Feature, byte Threshold, double Purity);
