using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Encoding.Tokens;

/// <summary>
/// One encoded unit of a schema as a token a record: values first, the missing token (where the schema allows missing
/// values) last. A pure function of the fitted encoder. Immutable; any thread.
/// </summary>
public abstract class TokenUnit
{
    /// <param name="weights">The encoder's count per value token.</param>
    private protected TokenUnit(ColumnEncoding encoding, IReadOnlyList<int> columns, IReadOnlyList<long> weights, bool hasMissing)
    {
        Name = encoding.Name;
        Columns = columns;
        ValueTokens = weights.Count;
        MissingToken = hasMissing ? weights.Count : -1;
        Shares = SharesOf(weights, hasMissing, encoding.MissingFraction);
    }

    public string Name { get; }

    /// <summary>Schema columns that the unit stands for.</summary>
    public IReadOnlyList<int> Columns { get; }

    public int ValueTokens { get; }

    /// <summary>All tokens, the missing one included.</summary>
    public int Count => Shares.Count;

    /// <summary>-1 where the schema allows no missing value.</summary>
    public int MissingToken { get; }

    /// <summary>
    /// Share of the ring's records per token, as far as the encoder tells; sums to 1. A token of share 0 was seen fewer than
    /// k times and is never drawn.
    /// </summary>
    public IReadOnlyList<double> Shares { get; }

    /// <summary>Whether neighbouring value tokens stand for neighbouring values.</summary>
    public virtual bool IsOrdered => false;

    /// <summary>
    /// First token of each coarse group of tokens; one group a token where they are not joined. The missing token is a group of
    /// its own.
    /// </summary>
    public virtual IReadOnlyList<int> GroupStarts => [.. Enumerable.Range(0, Count)];

    /// <summary>Fills <paramref name="tokens"/> ([cohort.Count]).</summary>
    /// <exception cref="ArgumentException">A value is missing where the schema allows none.</exception>
    public abstract void Encode(Cohort cohort, Span<int> tokens);

    /// <summary>Share of the token's records whose values lie inside <paramref name="limits"/>, in [0, 1].</summary>
    public abstract double ShareWithin(int token, ValueLimits limits);

    /// <summary>Draws values of the token inside <paramref name="limits"/>, of which it has some, into the unit's columns.</summary>
    public abstract void Draw(int token, ValueLimits limits, SeededRandom random, double[][] columns, int row);

    private protected bool IsLimited(ValueLimits limits)
    {
        foreach (int column in Columns)
        {
            if (limits.IsLimited(column))
            {
                return true;
            }
        }

        return false;
    }

    private protected int Missing(int row) => MissingToken >= 0
        ? MissingToken
        : throw new ArgumentException($"'{Name}' has a missing value in row {row + 1}, which its schema does not allow.");

    private protected static void SetMissing(IReadOnlyList<int> columns, double[][] values, int row)
    {
        foreach (int column in columns)
        {
            values[column][row] = double.NaN;
        }
    }

    /// <summary>A unit whose every value fell below k tells nothing: then all its values stay possible.</summary>
    private static double[] SharesOf(IReadOnlyList<long> weights, bool hasMissing, double missingFraction)
    {
        double missing = hasMissing ? missingFraction : 0;
        double total = weights.Sum();
        double[] shares = new double[weights.Count + (hasMissing ? 1 : 0)];
        for (int token = 0; token < weights.Count; token++)
        {
            shares[token] = (total > 0 ? weights[token] / total : 1.0 / weights.Count) * (1 - missing);
        }

        if (hasMissing)
        {
            shares[^1] = missing;
        }

        return shares;
    }
}
