using RingFed.Learning.Data;

namespace RingFed.Learning.Encoding.Tokens;

/// <summary>
/// A cohort seen as tokens: one unit per encoding, in the encoder's order. A pure function of the fitted encoder and two
/// numbers, so that all silos see the same.
/// </summary>
public sealed class TokenLayout
{
    /// <param name="bins">Quantile bins of a numeric column, 2 or more.</param>
    /// <param name="groups">Coarse groups that a numeric column's bins are joined to, 1 or more.</param>
    public TokenLayout(FittedEncoder encoder, int bins, int groups)
    {
        Encoder = encoder;
        Units = [.. encoder.Columns.Select(encoding => UnitOf(encoder.Schema, encoding, bins, groups))];
        int[] offsets = new int[Units.Count + 1];
        for (int unit = 0; unit < Units.Count; unit++)
        {
            offsets[unit + 1] = offsets[unit] + Units[unit].Count;
        }

        Offsets = offsets;
    }

    public FittedEncoder Encoder { get; }

    public IReadOnlyList<TokenUnit> Units { get; }

    /// <summary>Where each unit's tokens begin when all are numbered through; one more for the end.</summary>
    public IReadOnlyList<int> Offsets { get; }

    /// <summary>All tokens of all units.</summary>
    public int Tokens => Offsets[^1];

    /// <summary>Token of each record, <c>[units][rows]</c>.</summary>
    /// <exception cref="ArgumentException">The cohort has another number of columns, or a value is missing where none may be.</exception>
    public int[][] Encode(Cohort cohort)
    {
        if (cohort.Schema.Columns.Count != Encoder.Schema.Columns.Count)
        {
            throw new ArgumentException("The cohort's schema is not the one that the encoder was fitted for.", nameof(cohort));
        }

        int[][] tokens = new int[Units.Count][];
        for (int unit = 0; unit < tokens.Length; unit++)
        {
            Units[unit].Encode(cohort, tokens[unit] = new int[cohort.Count]);
        }

        return tokens;
    }

    private static TokenUnit UnitOf(CohortSchema schema, ColumnEncoding encoding, int bins, int groups) => encoding switch
    {
        ContinuousEncoding numeric => NumericTokens.Of(schema, numeric, bins, groups),
        CategoricalEncoding categorical => new CategoryTokens(schema, categorical),
        EndpointEncoding endpoint => new EndpointTokens(schema, endpoint),
        _ => throw new NotSupportedException($"{encoding.GetType().Name} has no tokens."),
    };
}
