namespace RingFed.Federation.Aggregation.Kernels;

/// <summary>
/// For each row that a rule sees, the roster indices of the updates averaged to it, ascending. Of nearest-neighbour mixing all
/// sets are of one size, of bucketing the last may be smaller.
/// </summary>
internal sealed record NeighbourSets(int[][] Of)
{
    internal int Rows => Of.Length;
}
