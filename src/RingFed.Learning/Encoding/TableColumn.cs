namespace RingFed.Learning.Encoding;

/// <summary>Writes one block's part of every row.</summary>
internal readonly struct TableColumn(TableLayout layout, TableBlock block, float[] values, int[] tokens)
{
    public void Set(int row, int token)
    {
        tokens[row] = token;
        values[((long)row * layout.Width) + layout.Scalars + block.TokenStart + token] = 1;
    }

    public void Set(int row, int token, double scalar)
    {
        Set(row, token);
        values[((long)row * layout.Width) + block.Scalar] = (float)scalar;
    }

    public void SetMissing(int row)
    {
        if (!block.HasMissing)
        {
            throw new ArgumentException($"'{block.Encoding.Name}' has a missing value in row {row + 1}, which its schema does not allow.");
        }

        Set(row, block.MissingToken);
    }
}
