namespace RingFed.Learning.Encoding;

/// <summary>A cohort as numbers.</summary>
/// <param name="Values">[Rows, layout.Width] float32, row by row.</param>
/// <param name="Tokens">Per block of the layout, each row's token, counted from the block's start.</param>
public sealed record TableRows(TableLayout Layout, int Rows, float[] Values, int[][] Tokens);
