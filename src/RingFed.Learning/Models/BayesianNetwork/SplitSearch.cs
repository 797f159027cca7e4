using RingFed.Learning.Encoding.Tokens;

namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>A binary split of a leaf by the token of one unit.</summary>
/// <param name="High">Per token of the unit, the side it goes to.</param>
/// <param name="Gain">Gain in log-likelihood, nats, above 0.</param>
internal sealed record SplitChoice(int Unit, bool[] High, long[] LowCounts, long[] HighCounts, double Gain);

/// <summary>
/// The best split of a contingency table <c>[values x tokens]</c>: ordered tokens are cut in two with missing values on either side, or
/// missing is split off; others are ranked by the share of each value in turn and cut in two (exact for two values:
/// Breiman et al., Classification and Regression Trees, theorem 4.5). Sides with fewer than k records are refused.
/// </summary>
internal sealed class SplitSearch
{
    private readonly long[] _table;
    private readonly int _values;
    private readonly int _unit;
    private readonly TokenUnit _tokens;
    private readonly long[] _all;
    private readonly long[] _ofToken;
    private readonly int _sideMin;
    private readonly double _before;
    private SplitChoice? _best;

    private SplitSearch(long[] table, int values, int unit, TokenUnit tokens, int sideMin)
    {
        (_table, _values, _unit, _tokens, _sideMin) = (table, values, unit, tokens, sideMin);
        _all = new long[values];
        _ofToken = new long[tokens.Count];
        for (int value = 0; value < values; value++)
        {
            for (int token = 0; token < tokens.Count; token++)
            {
                _all[value] += Cell(value, token);
                _ofToken[token] += Cell(value, token);
            }
        }

        _before = Entropy.LogLikelihood(_all);
    }

    /// <returns>Null where no split gains anything.</returns>
    public static SplitChoice? Best(long[] table, int values, int unit, TokenUnit tokens, int sideMin)
    {
        SplitSearch search = new(table, values, unit, tokens, sideMin);
        if (tokens.IsOrdered)
        {
            search.TryOrdered();
        }
        else
        {
            search.TryRanked();
        }

        return search._best;
    }

    private long Cell(int value, int token) => _table[(value * _tokens.Count) + token];

    private void TryOrdered()
    {
        int[] ascending = [.. Enumerable.Range(0, _tokens.ValueTokens)];
        if (_tokens.MissingToken < 0)
        {
            TryCuts(ascending);
            return;
        }

        TryCuts([_tokens.MissingToken, .. ascending]);
        TryCuts([.. ascending, _tokens.MissingToken]);
    }

    private void TryRanked()
    {
        int[] seen = [.. Enumerable.Range(0, _tokens.Count).Where(token => _ofToken[token] > 0)];
        for (int value = _values == 2 ? 1 : 0; value < _values; value++)
        {
            TryCuts([.. seen.OrderBy(token => (double)Cell(value, token) / _ofToken[token]).ThenBy(token => token)]);
        }
    }

    private void TryCuts(int[] tokens)
    {
        long[] low = new long[_values];
        long[] high = [.. _all];
        for (int cut = 1; cut < tokens.Length; cut++)
        {
            for (int value = 0; value < _values; value++)
            {
                low[value] += Cell(value, tokens[cut - 1]);
                high[value] -= Cell(value, tokens[cut - 1]);
            }

            if (low.Sum() < _sideMin || high.Sum() < _sideMin)
            {
                continue;
            }

            double gain = Entropy.LogLikelihood(low) + Entropy.LogLikelihood(high) - _before;
            if (gain > (_best?.Gain ?? 1e-9))
            {
                _best = new SplitChoice(_unit, Sides(tokens.AsSpan(cut), low, high), [.. low], [.. high], gain);
            }
        }
    }

    /// <summary>Tokens that no record of the leaf has go with the larger side.</summary>
    private bool[] Sides(ReadOnlySpan<int> highTokens, long[] low, long[] high)
    {
        bool highIsLarger = high.Sum() > low.Sum();
        bool[] sides = new bool[_tokens.Count];
        for (int token = 0; token < sides.Length; token++)
        {
            sides[token] = _ofToken[token] == 0 && !_tokens.IsOrdered ? highIsLarger : highTokens.Contains(token);
        }

        return sides;
    }
}
