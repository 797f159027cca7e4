namespace RingFed.Federation.Aggregation.Kernels;

/// <summary>What a rule does to each coordinate once all whole-vector decisions are made. Shared by threads; holds no state.</summary>
internal interface ITileReducer
{
    /// <param name="rows">[n, <see cref="Tile.Width"/>] float64, the reducer's to overwrite.</param>
    /// <param name="result">[<see cref="Tile.Width"/>] float64.</param>
    void Reduce(Span<double> rows, Span<double> result);
}
