using RingFed.Learning.Data;

namespace RingFed.Learning.Encoding;

/// <summary>
/// The shape of one patient as numbers, a pure function of the fitted encoder:
/// <code>
/// | scalars (S) | discrete tokens (C) | mode tokens (T - C) |      width = S + T
/// </code>
/// Scalars lie in [-1, 1]; each block's tokens are one-hot. Discrete tokens come first among the tokens, so that the
/// condition of Xu et al. 2019, section 4.3 is a prefix of the token area.
/// </summary>
public sealed class TableLayout
{
    public TableLayout(FittedEncoder encoder)
    {
        Encoder = encoder;
        int scalar = 0;
        int token = 0;
        TableBlock[] blocks = new TableBlock[encoder.Columns.Count];
        foreach (int index in DiscreteFirst(encoder.Columns))
        {
            blocks[index] = Place(encoder.Schema, encoder.Columns[index], ref scalar, ref token);
            ConditionTokens = blocks[index].IsDiscrete ? token : ConditionTokens;
        }

        Blocks = blocks;
        Scalars = scalar;
        Tokens = token;
        double[] shares = new double[token];
        foreach (TableBlock block in blocks)
        {
            TableShares.Of(block, shares.AsSpan(block.TokenStart, block.TokenCount));
        }

        TokenShares = shares;
    }

    public FittedEncoder Encoder { get; }

    /// <summary>One block per encoded unit, in schema order.</summary>
    public IReadOnlyList<TableBlock> Blocks { get; }

    /// <summary>S: values in [-1, 1] at the row's start.</summary>
    public int Scalars { get; }

    /// <summary>C: tokens that can be conditioned on.</summary>
    public int ConditionTokens { get; }

    /// <summary>T: all one-hot entries.</summary>
    public int Tokens { get; }

    public int Width => Scalars + Tokens;

    /// <summary>Share of the ring's records per token, summing to 1 in each block; 0 marks a token without support.</summary>
    public IReadOnlyList<double> TokenShares { get; }

    private static IEnumerable<int> DiscreteFirst(IReadOnlyList<ColumnEncoding> columns) =>
        Enumerable.Range(0, columns.Count).OrderBy(index => columns[index] is ContinuousEncoding);

    private static TableBlock Place(CohortSchema schema, ColumnEncoding encoding, ref int scalar, ref int token)
    {
        (int values, bool hasScalar, bool missing) = encoding switch
        {
            ContinuousEncoding numeric => (numeric.Modes.Count, true, schema.Columns[numeric.Column].MissingAllowed),
            CategoricalEncoding categorical => (categorical.Counts.Length, false, schema.Columns[categorical.Column].MissingAllowed),
            EndpointEncoding endpoint => (endpoint.Counts.Length, true, MayBeMissing(schema, endpoint.Endpoint)),
            _ => throw new NotSupportedException($"{encoding.GetType().Name} has no place in a table."),
        };
        int count = values + (missing ? 1 : 0);
        TableBlock block = new(encoding, hasScalar ? scalar++ : -1, token, count, missing);
        token += count;
        return block;
    }

    private static bool MayBeMissing(CohortSchema schema, EndpointSchema endpoint) =>
        schema.Columns[endpoint.TimeColumn].MissingAllowed || schema.Columns[endpoint.EventColumn].MissingAllowed;
}
