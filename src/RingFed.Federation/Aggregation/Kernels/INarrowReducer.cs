namespace RingFed.Federation.Aggregation.Kernels;

/// <summary>
/// A reducer that can take float32 rows as they are: half the traffic of widened ones where nothing is computed before the
/// reduction. Gives the bits that the widened rows give.
/// </summary>
internal interface INarrowReducer : ITileReducer
{
    /// <param name="rows">[n, <see cref="Tile.Width"/>] float32 without -0, the reducer's to overwrite.</param>
    /// <param name="result">[<see cref="Tile.Width"/>] float64.</param>
    void Reduce(Span<float> rows, Span<double> result);
}
