using RingFed.Learning.Data;
using RingFed.Learning.Encoding.Tokens;
using RingFed.Learning.Models.BayesianNetwork;

namespace RingFed.Learning.Models.Hybrid;

/// <summary>
/// Which columns the decoder sharpens, and a patient as numbers. Numeric columns and endpoints are sharpened, categorical ones are the
/// network's alone. A pure function of the fitted encoder:
/// <code>
/// | one-hots of all other units | one-hots of sharpened units |      width = Tokens
/// </code>
/// </summary>
internal sealed class HybridLayout
{
    private readonly int[] _starts;

    /// <exception cref="ArgumentException">There is neither a number nor an endpoint.</exception>
    public HybridLayout(NetworkShape shape)
    {
        Require(shape.Layout.Encoder.Schema);
        Shape = shape;
        IReadOnlyList<TokenUnit> units = shape.Layout.Units;
        ILookup<bool, int> bySharpened = Enumerable.Range(0, units.Count).ToLookup(unit => units[unit] is not CategoryTokens);
        Sharpened = [.. bySharpened[true]];
        _starts = new int[units.Count];
        int start = 0;
        foreach (int unit in bySharpened[false].Concat(Sharpened))
        {
            _starts[unit] = start;
            start += units[unit].Count;
        }

        SharpenedTokens = Sharpened.Sum(unit => units[unit].Count);
    }

    public NetworkShape Shape { get; }

    /// <summary>Units that the decoder sharpens, in the order of the schema.</summary>
    public IReadOnlyList<int> Sharpened { get; }

    /// <summary>Values of a row.</summary>
    public int Tokens => Shape.Layout.Tokens;

    public int SharpenedTokens { get; }

    public int OtherTokens => Tokens - SharpenedTokens;

    /// <exception cref="ArgumentException">There is neither a number nor an endpoint.</exception>
    public static void Require(CohortSchema schema)
    {
        if (schema.Endpoints.Count == 0 && schema.Columns.All(column => column.IsDiscrete))
        {
            throw new ArgumentException($"{HybridModel.Name}: `{schema.Name}` has neither numbers nor endpoints, so the network is all there would be; take {BayesianNetworkModel.Name}.");
        }
    }

    /// <summary>Where a unit's tokens begin in a row.</summary>
    public int Start(int unit) => _starts[unit];

    /// <summary>Unit of each value of a row.</summary>
    public int[] UnitOfToken()
    {
        int[] units = new int[Tokens];
        for (int unit = 0; unit < _starts.Length; unit++)
        {
            units.AsSpan(_starts[unit], Shape.Layout.Units[unit].Count).Fill(unit);
        }

        return units;
    }
}
