namespace RingFed.Federation.Aggregation.Kernels;

/// <summary>Reduces some of the rows only.</summary>
/// <param name="chosen">Their indices, ascending.</param>
internal sealed class ChosenRows(int[] chosen, ITileReducer reducer) : ITileReducer
{
    public void Reduce(Span<double> rows, Span<double> result)
    {
        // Ascending, so a row is never overwritten before it has moved.
        for (int i = 0; i < chosen.Length; i++)
        {
            Tile.Row(rows, chosen[i]).CopyTo(Tile.Row(rows, i));
        }

        reducer.Reduce(rows[..(chosen.Length * Tile.Width)], result);
    }
}
