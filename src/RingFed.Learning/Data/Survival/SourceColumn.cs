namespace RingFed.Learning.Data.Survival;

/// <summary>A column of a cohort, and where it stands in the published file.</summary>
/// <param name="Source">Header in the file.</param>
internal sealed record SourceColumn(string Source, ColumnSchema Column)
{
    /// <summary>What one unit of the column is in the file's unit, as days a year.</summary>
    public double Unit { get; init; } = 1;

    /// <summary>The column's words by the file's own; where a word is not among them it is the same.</summary>
    public IReadOnlyDictionary<string, string> Words { get; init; } = new Dictionary<string, string>();

    /// <summary>Values below the column's range are read as its minimum: follow-up that ended on the first day.</summary>
    public bool RaisesToMinimum { get; init; }
}
