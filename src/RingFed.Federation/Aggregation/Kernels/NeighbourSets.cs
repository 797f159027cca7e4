namespace RingFed.Federation.Aggregation.Kernels;

/// <summary>For each row, the roster indices that are averaged in its place, ascending; all sets are of one size.</summary>
internal sealed record NeighbourSets(int[][] Of)
{
    internal int Rows => Of.Length;
}
