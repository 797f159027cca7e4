namespace RingFed.Daemon.Commands;

/// <summary>Rows of cells as lines of aligned text.</summary>
internal static class TextColumns
{
    public static IEnumerable<string> Aligned(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Count).Select(column => rows.Max(row => row[column].Length))];
        return rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}
