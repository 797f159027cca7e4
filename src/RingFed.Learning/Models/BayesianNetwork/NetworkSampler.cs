using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding.Tokens;

namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>
/// Draws patients column by column, parents first. Limited columns are drawn inside their limits, and a row is kept with the
/// probability that its parents gave them, relative to the largest any parents give: rejection from the network's own
/// distribution under the limits, which is exact. Limits so rare that <see cref="TriesPerRowMax"/> tries a row do not
/// suffice are answered by the rows tried, chosen in proportion to that probability with replacement: rows then repeat,
/// but those that the limits hardly allow are not dealt out for want of others.
/// </summary>
internal sealed class NetworkSampler
{
    /// <summary>Rows tried for each one wanted before rows are chosen among those tried.</summary>
    public const int TriesPerRowMax = 1_000;

    private readonly FittedNetwork _network;
    private readonly CohortSchema _schema;
    private readonly ValueLimits _limits;
    private readonly SeededRandom _random;
    private readonly double[]?[] _within;
    private readonly double _shareMax;
    private readonly EndpointDraw[] _endpoints;
    private readonly int[] _tokens;
    private readonly double[] _spare;

    public NetworkSampler(FittedNetwork network, ValueLimits limits, SeededRandom random)
    {
        (_network, _limits, _random) = (network, limits, random);
        TokenLayout layout = network.Shape.Layout;
        _schema = layout.Encoder.Schema;
        _within = [.. layout.Units.Select(unit => unit.Columns.Any(limits.IsLimited) ? SharesWithin(unit) : null)];
        _shareMax = network.Order.Where(unit => _within[unit] is not null).Aggregate(1.0, (product, unit) => product * UnitShares.Max(network, unit, _within[unit]!));
        _endpoints = [.. network.Endpoints.Select(endpoint => new EndpointDraw(network.Shape, endpoint, limits))];
        _tokens = new int[layout.Units.Count];
        _spare = new double[layout.Units.Max(unit => unit.Count)];

        double[] SharesWithin(TokenUnit unit) => [.. Enumerable.Range(0, unit.Count).Select(token => unit.ShareWithin(token, limits))];
    }

    /// <returns>At most so many rows: fewer where even the tries allowed met the limits less often, none where they never did.</returns>
    public Cohort Draw(int rows, CancellationToken cancellationToken)
    {
        double[][] columns = [.. _schema.Columns.Select(_ => new double[rows])];
        RowReservoir tried = new(rows);
        int kept = 0;
        for (long tries = 0; kept < rows && tries < (long)rows * TriesPerRowMax; tries++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double share = DrawRow(columns, kept);
            if (share <= 0)
            {
                continue;
            }

            tried.Offer(columns, kept, share, _random);
            if (_random.Uniform() * _shareMax < share)
            {
                kept++;
            }
        }

        return Complete(columns, kept, tried);
    }

    private Cohort Complete(double[][] columns, int kept, RowReservoir tried)
    {
        if (kept == columns[0].Length)
        {
            return new Cohort(_schema, columns);
        }

        IReadOnlyList<double[]> chosen = tried.Take(columns[0].Length - kept);
        return new Cohort(_schema, [.. columns.Select((column, c) => (double[])[.. column.AsSpan(0, kept), .. chosen.Select(row => row[c])])]);
    }

    /// <returns>The probability of the limits given what they depend on.</returns>
    private double DrawRow(double[][] columns, int row)
    {
        Array.Fill(_tokens, -1);
        double share = 1;
        foreach (int unit in _network.Order)
        {
            share *= _within[unit] is { } within ? ChooseWithin(unit, within) : Choose(unit);
            if (share <= 0)
            {
                return 0;
            }

            _network.Shape.Layout.Units[unit].Draw(_tokens[unit], _limits, _random, columns, row);
        }

        foreach (EndpointDraw endpoint in _endpoints)
        {
            share *= endpoint.Draw(_tokens, _random, columns, row);
        }

        return share;
    }

    private double Choose(int unit)
    {
        UnitChoice step = _network.Shape.Of[unit]!;
        int value = Value(step);
        while (step.Next[value] is { } next)
        {
            step = next;
            value = Value(step);
        }

        _tokens[unit] = step.Tokens[value];
        return 1;
    }

    private int Value(UnitChoice step) => _random.Categorical(_network.TreeOf[step].Shares(_tokens));

    private double ChooseWithin(int unit, double[] within)
    {
        Span<double> shares = _spare.AsSpan(0, within.Length);
        UnitShares.Of(_network, unit, _tokens, shares);
        double sum = 0;
        for (int token = 0; token < shares.Length; token++)
        {
            sum += shares[token] *= within[token];
        }

        if (sum > 0)
        {
            _tokens[unit] = _random.Categorical(shares);
        }

        return sum;
    }
}
