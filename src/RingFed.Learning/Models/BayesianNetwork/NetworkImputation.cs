using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding.Tokens;

namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>
/// Fills missing cells from the network's distribution given the known ones, as among patients of whom nothing is missing. One
/// missing unit is drawn exactly. Several are drawn by a Gibbs sampler (Geman and Geman 1984, IEEE PAMI 6) that begins with one of
/// <see cref="Starts"/> forward draws, taken in proportion to how likely they make what is known, and goes
/// <see cref="Sweeps"/> times over the missing units; every move is an exact conditional draw. A patient's draws depend on
/// the seed and the row alone.
/// </summary>
internal sealed class NetworkImputation
{
    private const int Starts = 16;
    private const int Sweeps = 10;

    /// <summary>A row that breaks a constraint each time stays as it was, its cells missing.</summary>
    private const int TriesMax = 20;

    /// <summary>A place in a time bin where the ring has nobody is possible, but hardly.</summary>
    private const double PlaceMin = 1e-9;

    private readonly TokenLayout _layout;
    private readonly CohortSchema _schema;
    private readonly NetworkConditionals _network;
    private readonly Dictionary<int, EndpointModel> _endpoints;
    private readonly double[][] _support;

    public NetworkImputation(FittedNetwork network)
    {
        _layout = network.Shape.Layout;
        _schema = _layout.Encoder.Schema;
        _network = new NetworkConditionals(network);
        _endpoints = network.Endpoints.ToDictionary(model => model.Unit);
        _support = [.. _layout.Units.Select(unit => (double[])[.. unit.Shares.Select((share, token) => share > 0 && token != unit.MissingToken ? 1.0 : 0)])];
    }

    /// <exception cref="ArgumentException">The cohort has another number of columns.</exception>
    public Cohort Fill(Cohort cohort, long seed, CancellationToken cancellationToken)
    {
        int[][] tokens = Encode(cohort);
        double[][] columns = [.. Enumerable.Range(0, _schema.Columns.Count).Select(column => cohort.Column(column).ToArray())];
        for (int row = 0; row < cohort.Count; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (columns.Any(column => double.IsNaN(column[row])))
            {
                FillRow(columns, row, [.. tokens.Select(unit => unit[row])], new SeededRandom(seed, row));
            }
        }

        return new Cohort(_schema, columns);
    }

    private void FillRow(double[][] columns, int row, int[] known, SeededRandom random)
    {
        ValueLimits limits = Known(columns, row);
        double[][] allowed = [.. _support.Select((support, unit) => known[unit] < 0 ? Allowed(unit, support, limits) : support)];
        int[] open = [.. _network.Sequence.Where(unit => known[unit] < 0 && allowed[unit].Any(weight => weight > 0))];
        foreach (int unit in _network.Sequence.Where(unit => known[unit] < 0 && !_endpoints.ContainsKey(unit)).Except(open))
        {
            known[unit] = _layout.Units[unit].MissingToken;
        }

        for (int attempt = 0; attempt < TriesMax; attempt++)
        {
            double[] filled = Values(Draw(known, open, allowed, random), open, limits, columns, row, random);
            if (_schema.Constraints.All(constraint => constraint.Holds(filled)))
            {
                for (int column = 0; column < filled.Length; column++)
                {
                    columns[column][row] = filled[column];
                }

                return;
            }
        }
    }

    private int[] Draw(int[] known, int[] open, double[][] allowed, SeededRandom random)
    {
        if (open.Length == 0)
        {
            return known;
        }

        if (open.Length == 1)
        {
            int[] tokens = [.. known];
            _network.DrawGivenAll(open[0], allowed[open[0]], tokens, random);
            return tokens;
        }

        int[] drawn = Start(known, open, allowed, random);
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            foreach (int unit in open)
            {
                _network.DrawGivenAll(unit, allowed[unit], drawn, random);
            }
        }

        return drawn;
    }

    /// <summary>One of some forward draws, by importance: the chance of what is known given what was drawn.</summary>
    private int[] Start(int[] known, int[] open, double[][] allowed, SeededRandom random)
    {
        int[][] starts = new int[Starts][];
        double[] logs = new double[Starts];
        for (int start = 0; start < Starts; start++)
        {
            int[] tokens = starts[start] = [.. known];
            foreach (int unit in _network.Sequence)
            {
                logs[start] += open.Contains(unit) ? _network.DrawForward(unit, allowed[unit], tokens, random)
                    : tokens[unit] < 0 ? 0
                    : _network.LogChance(unit, tokens);
            }
        }

        double most = logs.Max();
        return starts[random.Categorical([.. logs.Select(log => ExactMath.Exp(log - most))])];
    }

    /// <summary>The row's values, cells that were known as they were.</summary>
    private double[] Values(int[] tokens, int[] open, ValueLimits limits, double[][] columns, int row, SeededRandom random)
    {
        double[][] drawn = [.. columns.Select(column => new[] { column[row] })];
        foreach (int unit in open)
        {
            if (_endpoints.TryGetValue(unit, out EndpointModel? model))
            {
                EndpointTokens endpoint = (EndpointTokens)_layout.Units[unit];
                (double from, double to) = endpoint.PlacesWithin(tokens[unit], limits);
                endpoint.Set(tokens[unit], PlaceCounts.Draw(model.PlacesOf(tokens[unit]), from, to, random), limits, drawn, 0);
            }
            else
            {
                _layout.Units[unit].Draw(tokens[unit], limits, random, drawn, 0);
            }
        }

        return [.. drawn.Select((cell, column) => double.IsNaN(columns[column][row]) ? cell[0] : columns[column][row])];
    }

    /// <summary>The known half of an endpoint limits what the other may be.</summary>
    private ValueLimits Known(double[][] columns, int row)
    {
        ValueLimits limits = new(_schema);
        foreach (int column in _endpoints.Keys.SelectMany(unit => _layout.Units[unit].Columns).Where(column => !double.IsNaN(columns[column][row])))
        {
            double value = Math.Round(columns[column][row], _schema.Columns[column].Decimals);
            limits.Narrow(column, value, value);
        }

        return limits;
    }

    /// <summary>Weight of each token besides the network's own.</summary>
    private double[] Allowed(int unit, double[] support, ValueLimits limits)
    {
        if (!_endpoints.TryGetValue(unit, out EndpointModel? model))
        {
            return support;
        }

        EndpointTokens endpoint = (EndpointTokens)_layout.Units[unit];
        return [.. support.Select((weight, token) => weight == 0 ? 0 : Weight(token))];

        double Weight(int token)
        {
            (double from, double to) = endpoint.PlacesWithin(token, limits);
            return to <= from ? 0 : Math.Max(PlaceMin, PlaceCounts.Within(model.PlacesOf(token), from, to));
        }
    }

    /// <summary>Token of each unit and record; -1 where any of the unit's cells is missing.</summary>
    private int[][] Encode(Cohort cohort)
    {
        if (cohort.Schema.Columns.Count != _schema.Columns.Count)
        {
            throw new ArgumentException("The cohort's schema is not the one that the encoder was fitted for.", nameof(cohort));
        }

        return [.. _layout.Units.Select(unit => Encode(unit, cohort))];
    }

    private static int[] Encode(TokenUnit unit, Cohort cohort)
    {
        int[] whole = [.. Enumerable.Range(0, cohort.Count).Where(row => unit.Columns.All(column => !double.IsNaN(cohort[row, column])))];
        int[] known = new int[whole.Length];
        unit.Encode(cohort.Take(whole), known);
        int[] tokens = new int[cohort.Count];
        Array.Fill(tokens, -1);
        for (int i = 0; i < whole.Length; i++)
        {
            tokens[whole[i]] = known[i];
        }

        return tokens;
    }
}
