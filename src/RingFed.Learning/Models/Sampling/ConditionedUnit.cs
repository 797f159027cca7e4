using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding;

namespace RingFed.Learning.Models.Sampling;

/// <summary>A discrete unit under conditions: the tokens that meet them, drawn at the ring's frequencies.</summary>
public sealed class ConditionedUnit
{
    private readonly ConditionalDraw _draw;

    private ConditionedUnit(ConditionalDraw draw, double share)
    {
        _draw = draw;
        Share = share;
    }

    /// <summary>Share of the ring's records that meet the conditions on this unit.</summary>
    public double Share { get; }

    /// <exception cref="UnsatisfiableConditionException">No token with support meets all conditions.</exception>
    public static ConditionedUnit Create(TableLayout layout, TableBlock block, IReadOnlyList<SampleCondition> conditions)
    {
        int[] tokens = [.. Enumerable.Range(0, block.ValueTokens)
            .Where(token => conditions.All(condition => MayHold(block.Encoding, token, condition)))
            .Select(token => block.TokenStart + token)];
        double share = tokens.Sum(token => layout.TokenShares[token]);
        return share > 0
            ? new ConditionedUnit(new ConditionalDraw(tokens, token => layout.TokenShares[token]), share)
            : throw ConditionCheck.NoSupport(layout.Encoder.Schema, conditions);
    }

    /// <summary>An index into the layout's discrete tokens.</summary>
    public long Next(SeededRandom random) => _draw.Next(random);

    private static bool MayHold(ColumnEncoding encoding, int token, SampleCondition condition)
    {
        if (encoding is not EndpointEncoding endpoint)
        {
            return condition is CategoryCondition category && category.Category == token;
        }

        (int flag, int bin) = Math.DivRem(token, endpoint.TimeBinEdges.Length - 1);
        return condition switch
        {
            CategoryCondition category => category.Category == flag,
            RangeCondition range => endpoint.TimeBinEdges[bin] <= range.Maximum && endpoint.TimeBinEdges[bin + 1] >= range.Minimum,
            _ => false,
        };
    }
}
