namespace RingFed.Learning.Data.Published;

/// <summary>One line of a <see cref="SourceTable"/>.</summary>
/// <param name="Line">1-based, for messages.</param>
internal sealed record SourceRow(int Line, string[] Fields);
