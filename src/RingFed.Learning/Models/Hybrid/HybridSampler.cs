using System.Runtime.InteropServices;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding.Tokens;
using RingFed.Learning.Models.BayesianNetwork;
using RingFed.Learning.Models.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Models.Hybrid;

/// <summary>
/// Draws patients column by column in the network's order, many at once. A limited column is drawn within its limits, and its row
/// goes on only with the probability that the columns before it gave them, relative to the largest any give: rejection
/// from the model's own distribution, which is exact, so that a condition on a late column also tells which early ones are likely.
/// </summary>
internal sealed class HybridSampler
{
    private readonly HybridLayout _layout;
    private readonly BlockDecoder _decoder;
    private readonly Dictionary<int, double> _strengthOf;
    private readonly ConditionPlan _plan;
    private readonly ValueLimits _limits;
    private readonly NetworkChances _network;
    private readonly Dictionary<int, EndpointDraw> _endpoints;
    private readonly int[] _order;
    private readonly double[]?[] _within;
    private readonly double[] _shareMax;
    private readonly SeededRandom _random;
    private readonly long _triesMax;
    private long _tries;

    /// <param name="strengths">Per sharpened unit.</param>
    public HybridSampler(HybridLayout layout, BlockDecoder decoder, FittedNetwork network, double[] strengths, ConditionPlan plan, SampleRequest request)
    {
        IReadOnlyList<TokenUnit> units = layout.Shape.Layout.Units;
        (_layout, _decoder, _plan, _random) = (layout, decoder, plan, new SeededRandom(request.Seed));
        _strengthOf = layout.Sharpened.Zip(strengths).ToDictionary(pair => pair.First, pair => pair.Second);
        _limits = BayesianNetworkModel.Limits(layout.Shape.Layout.Encoder.Schema, request.Conditions);
        _network = new NetworkChances(layout, network);
        _endpoints = network.Endpoints.ToDictionary(endpoint => endpoint.Unit, endpoint => new EndpointDraw(layout.Shape, endpoint, _limits));
        _order = [.. network.Order, .. network.Endpoints.Select(endpoint => endpoint.Unit)];
        _within = [.. units.Select((unit, index) => unit.Columns.Any(_limits.IsLimited) ? Within(index) : null)];
        _shareMax = [.. _within.Select((within, unit) => within is null || Strength(unit) > 0 || _endpoints.ContainsKey(unit) ? 1 : UnitShares.Max(network, unit, within))];
        _triesMax = (long)request.Rows * RejectionSampler.TriesPerRowMax;
    }

    /// <returns>At least one row and at most so many.</returns>
    /// <exception cref="UnsatisfiableConditionException">The tries allowed never met the conditions.</exception>
    public Cohort Draw(int rows, CancellationToken cancellationToken)
    {
        while (_tries < _triesMax)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _tries += rows;
            if (DrawOnce(rows) is { Count: > 0 } drawn)
            {
                return drawn;
            }
        }

        throw new UnsatisfiableConditionException(
            $"{string.Join(" and ", Enumerable.Range(0, _plan.Conditions.Count).Select(_plan.Describe))}: {RejectionSampler.TriesPerRowMax} tries a row were not enough. Ask for fewer conditions at once or a wider range.");
    }

    private Cohort DrawOnce(int rows)
    {
        double[][] columns = [.. _layout.Shape.Layout.Encoder.Schema.Columns.Select(_ => new double[rows])];
        List<DrawnRow> live = [.. Enumerable.Range(0, rows).Select(row => new DrawnRow(row, _order.Length, _layout.Tokens))];
        foreach (int unit in _order)
        {
            float[]? corrections = Strength(unit) > 0 && live.Count > 0 ? Corrections(unit, live) : null;
            int place = 0;
            live = [.. live.Where(row => DrawUnit(unit, row, corrections, place++, columns))];
        }

        return new Cohort(_layout.Shape.Layout.Encoder.Schema, columns).Take([.. live.Select(row => row.Index)]);
    }

    /// <summary>0 for a column that the network draws alone.</summary>
    private double Strength(int unit) => _strengthOf.GetValueOrDefault(unit);

    /// <returns>Whether the row goes on.</returns>
    private bool DrawUnit(int unit, DrawnRow row, float[]? corrections, int place, double[][] columns)
    {
        double[] weights = _network.Of(unit, row.Tokens).ToArray();
        if (corrections is not null)
        {
            Correct(weights, corrections.AsSpan(place * weights.Length, weights.Length), Strength(unit));
        }

        if (_within[unit] is { } within)
        {
            double all = weights.Sum();
            double share = 0;
            for (int token = 0; token < weights.Length; token++)
            {
                share += weights[token] *= within[token];
            }

            if (!(share > 0 && _random.Uniform() * _shareMax[unit] * all < share))
            {
                return false;
            }
        }

        int drawn = row.Tokens[unit] = _random.Categorical(weights);
        HybridRows.Set(_layout, row.Values, unit, drawn);
        if (_endpoints.TryGetValue(unit, out EndpointDraw? endpoint))
        {
            endpoint.Write(drawn, _random, columns, row.Index);
        }
        else
        {
            _layout.Shape.Layout.Units[unit].Draw(drawn, _limits, _random, columns, row.Index);
        }

        return true;
    }

    /// <summary>As <see cref="BlockDecoder.LogProbabilities"/> does, without normalising; the largest factor is 1.</summary>
    private static void Correct(double[] weights, ReadOnlySpan<float> corrections, double strength)
    {
        double largest = double.NegativeInfinity;
        foreach (float correction in corrections)
        {
            largest = Math.Max(largest, correction);
        }

        for (int token = 0; token < weights.Length; token++)
        {
            weights[token] *= ExactMath.Exp(strength * (corrections[token] - largest));
        }
    }

    /// <summary>Share of each token's records inside the limits.</summary>
    private double[] Within(int unit)
    {
        TokenUnit tokens = _layout.Shape.Layout.Units[unit];
        return [.. Enumerable.Range(0, tokens.Count).Select(token =>
            _endpoints.TryGetValue(unit, out EndpointDraw? endpoint) ? endpoint.ShareWithin(token) : tokens.ShareWithin(token, _limits))];
    }

    /// <returns>[rows, tokens of the unit].</returns>
    private float[] Corrections(int unit, List<DrawnRow> live)
    {
        using IDisposable still = no_grad();
        using DisposeScope scope = NewDisposeScope();
        float[] rows = [.. live.SelectMany(row => row.Values)];
        Tensor all = _decoder.Corrections(frombuffer(rows, ScalarType.Float32).view(live.Count, _layout.Tokens));
        Tensor own = all.narrow(1, _layout.Start(unit) - _layout.OtherTokens, _layout.Shape.Layout.Units[unit].Count).contiguous();
        return MemoryMarshal.Cast<byte, float>(own.bytes).ToArray();
    }

    /// <summary>A row under way.</summary>
    /// <param name="Index">Where its values go.</param>
    private sealed record DrawnRow(int Index, int[] Tokens, float[] Values)
    {
        public DrawnRow(int index, int units, int tokens)
            : this(index, [.. Enumerable.Repeat(-1, units)], new float[tokens])
        {
        }
    }
}
