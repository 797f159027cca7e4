namespace RingFed.Learning.Encoding;

/// <summary>Where one encoded unit stands in a row of <see cref="TableLayout"/>.</summary>
/// <param name="Scalar">Index of its value in the row, or -1 for a unit without one (categorical, binary).</param>
/// <param name="TokenStart">First of its tokens, counted from the row's token area.</param>
/// <param name="TokenCount">Categories, modes or endpoint tokens, and the missing token where the schema allows missing values.</param>
/// <param name="HasMissing">Whether the last token stands for a missing value.</param>
public sealed record TableBlock(ColumnEncoding Encoding, int Scalar, int TokenStart, int TokenCount, bool HasMissing)
{
    /// <summary>Token of a missing value, counted from the block's start; -1 where none is allowed.</summary>
    public int MissingToken => HasMissing ? TokenCount - 1 : -1;

    /// <summary>Tokens that stand for a value.</summary>
    public int ValueTokens => HasMissing ? TokenCount - 1 : TokenCount;

    /// <summary>Modes of a mixture say nothing that a person would ask for; categories and endpoint tokens do.</summary>
    public bool IsDiscrete => Encoding is not ContinuousEncoding;

    /// <summary>Schema columns the unit stands for.</summary>
    public IReadOnlyList<int> Columns => Encoding switch
    {
        ContinuousEncoding numeric => [numeric.Column],
        CategoricalEncoding categorical => [categorical.Column],
        EndpointEncoding endpoint => [endpoint.Endpoint.TimeColumn, endpoint.Endpoint.EventColumn],
        _ => throw new NotSupportedException($"{Encoding.GetType().Name} has no place in a table."),
    };
}
