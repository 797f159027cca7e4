using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding;
using RingFed.Learning.Encoding.Tokens;

namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>
/// Fits both heads of an endpoint by sums. At each step a silo adds up, per time bin and token, the hazard ratio times the part
/// of the bin that each of its records passes through; event and censoring counts are known from the pairs. From these
/// follow the profile likelihood, its gradient and the rates. Steps go by the information at zero, which the pairs
/// tell too: so a step costs no matrix. Risk sets are the whole ring's, since a bin's exposure adds up over silos; and the
/// result is the pooled one to the last bit, since every record's part is rounded to a whole number before it is added.
/// </summary>
internal sealed class SurvivalFit
{
    /// <summary>Sums asked for an endpoint: one a step, and one for places within bins.</summary>
    public const int Sums = Steps + 1;

    private const int Steps = 6;

    /// <summary>Fraction bits of a record's part.</summary>
    private const int ScaleBits = 24;

    private const int Heads = 2;

    private readonly NetworkShape _shape;
    private readonly EndpointTokens _endpoint;
    private readonly int _unit;
    private readonly int[] _units;
    private readonly PairTables _pairs;
    private readonly RiskCovariates _covariates;
    private readonly HeadAscent[] _ascents;

    private SurvivalFit(NetworkShape shape, int unit, PairTables pairs, double ridge)
    {
        (_shape, _unit, _pairs) = (shape, unit, pairs);
        _endpoint = (EndpointTokens)shape.Layout.Units[unit];
        _units = [.. shape.Covariates, .. shape.Endpoints.TakeWhile(earlier => earlier != unit)];
        _covariates = new RiskCovariates(shape.Layout, _units, pairs);
        double[,] correlations = _covariates.Correlations(pairs);
        _ascents = [.. Enumerable.Range(0, Heads).Select(flag => new HeadAscent(_covariates, correlations, Ended(flag), EndedWith(flag), ridge))];
    }

    public static async Task<EndpointModel> FitAsync(
        NetworkShape shape, int unit, PairTables pairs, int[][] tokens, double[] places, double ridge, IRingSum ring, SumNames names, CancellationToken cancellationToken)
    {
        SurvivalFit fit = new(shape, unit, pairs, ridge);
        for (int step = 0; step < Steps; step++)
        {
            double[][] effects = [.. fit._ascents.Select(ascent => fit.EffectsOf(ascent.Trial))];
            Int128[] part = fit.Count(tokens, places, effects);
            RingTotal total = await ring.SumAsync(fit.Query(part, names, step), cancellationToken).ConfigureAwait(false);
            double[] exposures = total.Reals(ScaleBits);
            for (int flag = 0; flag < Heads; flag++)
            {
                fit._ascents[flag].Advance(exposures.AsSpan(flag * fit.CellsPerHead, fit.CellsPerHead), fit.Offset);
            }
        }

        double[] within = await PlaceCounts.SumAsync(fit._endpoint, tokens[unit], places, ring, names, cancellationToken).ConfigureAwait(false);
        return new EndpointModel(unit, fit.HeadOf(0), fit.HeadOf(1), within);
    }

    private int Bins => _endpoint.TimeBins;

    /// <summary>Per bin the total exposure, then the exposure of every token of every unit.</summary>
    private int CellsPerHead => Bins * (1 + _shape.Layout.Tokens);

    private int Offset(int bin, int unit) => (bin * (1 + _shape.Layout.Tokens)) + 1 + _shape.Layout.Offsets[unit];

    private StatisticQuery Query(Int128[] part, SumNames names, int step)
    {
        double most = Math.Ceiling(SurvivalHead.Ratio(SurvivalHead.LogRatioMax));
        int touched = Heads * Bins * (1 + _units.Length);
        return new StatisticQuery(
            names.Of($"survival-{_unit}", step), part, touched * most, Math.Sqrt(touched) * most, EncoderFit.RecordsPerSiloMax * (long)most,
            NetworkFit.CellsUsedFrom, "Time at risk by column and time, weighted by hazard ratio, to fit the endpoint of a Bayesian network; cells of a single record are used.")
        {
            ScaleBits = ScaleBits,
        };
    }

    private Int128[] Count(int[][] tokens, double[] places, double[][] effects)
    {
        long[] cells = new long[Heads * CellsPerHead];
        for (int row = 0; row < places.Length; row++)
        {
            int token = tokens[_unit][row];
            for (int flag = 0; token != _endpoint.MissingToken && flag < Heads; flag++)
            {
                double ratio = SurvivalHead.Ratio(Predictor(effects[flag], tokens, row));
                Add(cells.AsSpan(flag * CellsPerHead, CellsPerHead), tokens, row, token % Bins, ratio, places[row]);
            }
        }

        return [.. cells.Select(cell => (Int128)cell)];
    }

    private double Predictor(double[] effects, int[][] tokens, int row)
    {
        double sum = 0;
        foreach (int unit in _units)
        {
            sum += effects[_shape.Layout.Offsets[unit] + tokens[unit][row]];
        }

        return sum;
    }

    private void Add(Span<long> cells, int[][] tokens, int row, int last, double ratio, double place)
    {
        for (int bin = 0; bin <= last; bin++)
        {
            long weight = (long)Math.Round((bin < last ? ratio : ratio * place) * (1L << ScaleBits));
            cells[bin * (1 + _shape.Layout.Tokens)] += weight;
            foreach (int unit in _units)
            {
                cells[Offset(bin, unit) + tokens[unit][row]] += weight;
            }
        }
    }

    /// <summary>Records that end with the flag, per bin.</summary>
    private double[] Ended(int flag)
    {
        double[] ended = new double[Bins];
        for (int bin = 0; bin < Bins; bin++)
        {
            ended[bin] = _pairs.Counts(_unit)[(flag * Bins) + bin];
        }

        return ended;
    }

    /// <summary>Sum of each covariate over the records that end with the flag.</summary>
    private double[] EndedWith(int flag)
    {
        double[] sums = new double[_covariates.Count];
        for (int c = 0; c < sums.Length; c++)
        {
            (int unit, double[] values) = _covariates[c];
            for (int bin = 0; bin < Bins; bin++)
            {
                for (int token = 0; token < values.Length; token++)
                {
                    sums[c] += _pairs[unit, token, _unit, (flag * Bins) + bin] * values[token];
                }
            }
        }

        return sums;
    }

    private double[] EffectsOf(double[] coefficients)
    {
        double[] effects = new double[_shape.Layout.Tokens];
        for (int c = 0; c < coefficients.Length; c++)
        {
            (int unit, double[] values) = _covariates[c];
            for (int token = 0; token < values.Length; token++)
            {
                effects[_shape.Layout.Offsets[unit] + token] += coefficients[c] * values[token];
            }
        }

        return effects;
    }

    /// <summary>Rates from counts of which those below k were moved on to the next bin, as the encoder does.</summary>
    private SurvivalHead HeadOf(int flag)
    {
        double[] ended = new double[Bins];
        double carried = 0;
        int last = -1;
        for (int bin = 0; bin < Bins; bin++)
        {
            carried += _pairs.Counts(_unit)[(flag * Bins) + bin];
            if (_endpoint.Shares[(flag * Bins) + bin] > 0)
            {
                (ended[bin], carried, last) = (carried, 0, bin);
            }
        }

        if (last >= 0)
        {
            ended[last] += carried;
        }

        double[] exposures = _ascents[flag].Exposures;
        return new SurvivalHead(
            [.. ended.Select((count, bin) => exposures[bin] > 0 ? count / exposures[bin] : 0)],
            EffectsOf(_ascents[flag].Coefficients));
    }
}
