using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding.Tokens;

namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>
/// Covariates of a survival head as functions of tokens, standardised over the ring: the rank of an ordered
/// unit (the middle of the token's quantile range), one indicator a token otherwise, and an indicator of missing values.
/// </summary>
internal sealed class RiskCovariates
{
    private readonly List<(int Unit, double[] Values)> _covariates = [];

    public RiskCovariates(TokenLayout layout, IReadOnlyList<int> units, PairTables pairs)
    {
        foreach (int unit in units)
        {
            TokenUnit tokens = layout.Units[unit];
            double[] counts = [.. Enumerable.Range(0, tokens.Count).Select(token => tokens.Shares[token] > 0 ? (double)pairs.Counts(unit)[token] : 0)];
            if (tokens.IsOrdered)
            {
                Add(unit, counts, Ranks(counts, tokens.MissingToken), tokens.MissingToken);
                AddIndicator(unit, counts, tokens.MissingToken);
                continue;
            }

            for (int token = 0; token < counts.Length; token++)
            {
                AddIndicator(unit, counts, token);
            }
        }
    }

    public int Count => _covariates.Count;

    public (int Unit, double[] Values) this[int covariate] => _covariates[covariate];

    /// <summary>Correlations of all covariates over the ring.</summary>
    public double[,] Correlations(PairTables pairs)
    {
        double[,] correlations = new double[Count, Count];
        for (int i = 0; i < Count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                correlations[i, j] = correlations[j, i] = Correlation(_covariates[i], _covariates[j], pairs);
            }
        }

        return correlations;
    }

    private static double Correlation((int Unit, double[] Values) a, (int Unit, double[] Values) b, PairTables pairs)
    {
        double sum = 0;
        double records = 0;
        for (int t = 0; t < a.Values.Length; t++)
        {
            for (int s = 0; s < b.Values.Length; s++)
            {
                double together = a.Unit != b.Unit ? pairs[a.Unit, t, b.Unit, s] : s == t ? pairs.Counts(a.Unit)[t] : 0;
                sum += together * a.Values[t] * b.Values[s];
                records += together;
            }
        }

        return records > 0 ? sum / records : 0;
    }

    private static double[] Ranks(double[] counts, int missing)
    {
        double[] ranks = new double[counts.Length];
        double below = 0;
        for (int token = 0; token < counts.Length; token++)
        {
            ranks[token] = token == missing ? 0 : below + (0.5 * counts[token]);
            below += token == missing ? 0 : counts[token];
        }

        return ranks;
    }

    private void AddIndicator(int unit, double[] counts, int token)
    {
        if (token >= 0)
        {
            double[] values = new double[counts.Length];
            values[token] = 1;
            Add(unit, counts, values, excluded: -1);
        }
    }

    /// <summary>Standardised; tokens without support, and an excluded one, stand at the mean. What does not vary is left out.</summary>
    private void Add(int unit, double[] counts, double[] values, int excluded)
    {
        double[] weights = [.. counts.Select((count, token) => token == excluded ? 0 : count)];
        double total = weights.Sum();
        if (total == 0)
        {
            return;
        }

        double mean = Dot(weights, values) / total;
        double[] centred = [.. values.Select((value, token) => weights[token] > 0 ? value - mean : 0)];
        double variance = Dot(weights, [.. centred.Select(value => value * value)]) / counts.Sum();
        if (variance > 0)
        {
            double deviation = Math.Sqrt(variance);
            _covariates.Add((unit, [.. centred.Select(value => value / deviation)]));
        }
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
