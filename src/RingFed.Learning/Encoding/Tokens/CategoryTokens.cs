using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Encoding.Tokens;

/// <summary>A categorical or binary column: one token a category.</summary>
public sealed class CategoryTokens(CohortSchema schema, CategoricalEncoding encoding)
    : TokenUnit(encoding, [encoding.Column], encoding.Counts, schema.Columns[encoding.Column].MissingAllowed)
{
    public override void Encode(Cohort cohort, Span<int> tokens)
    {
        ReadOnlySpan<double> values = cohort.Column(Columns[0]);
        for (int row = 0; row < values.Length; row++)
        {
            tokens[row] = double.IsNaN(values[row]) ? Missing(row) : (int)values[row];
        }
    }

    public override double ShareWithin(int token, ValueLimits limits)
    {
        bool within = token != MissingToken && token >= limits.Low(Columns[0]) && token <= limits.High(Columns[0]);
        return within || !IsLimited(limits) ? 1 : 0;
    }

    public override void Draw(int token, ValueLimits limits, SeededRandom random, double[][] columns, int row) =>
        columns[Columns[0]][row] = token == MissingToken ? double.NaN : token;
}
