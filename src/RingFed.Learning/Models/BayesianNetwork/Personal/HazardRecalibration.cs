using RingFed.Learning.Encoding.Tokens;

namespace RingFed.Learning.Models.BayesianNetwork.Personal;

/// <summary>
/// The ring's survival heads at one site: the slope of the risk score, then one factor for all rates, then one a time bin, each as far
/// as the site's evidence goes. The slope leaves the level alone: as many events are expected of the site's records with it as without. Effects of single covariates stay the ring's: on the AML sites neither evidence nor
/// leaving one out asked for others.
/// </summary>
internal sealed class HazardRecalibration
{
    private readonly SurvivalHead _ring;
    private readonly int _bins;
    private readonly List<(double Score, int Last, double Place, bool Ended)> _records = [];

    private HazardRecalibration(EndpointModel endpoint, int flag, TokenLayout layout, int[][] tokens, double[] places)
    {
        (_ring, _bins) = (endpoint.Head(flag), endpoint.Head(flag).Rates.Length);
        int missing = layout.Units[endpoint.Unit].MissingToken;
        for (int row = 0; row < places.Length; row++)
        {
            int token = tokens[endpoint.Unit][row];
            if (token != missing)
            {
                _records.Add((Score(layout, tokens, row), token % _bins, places[row], token / _bins == flag));
            }
        }
    }

    /// <param name="places">Place of each record's time within its bin, in [0, 1].</param>
    public static EndpointModel Of(EndpointModel ring, TokenLayout layout, int[][] tokens, double[] places)
    {
        SurvivalHead[] heads = [.. Enumerable.Range(0, 2).Select(flag => new HazardRecalibration(ring, flag, layout, tokens, places).Fit())];
        return ring with { Censoring = heads[0], Event = heads[1] };
    }

    private SurvivalHead Fit()
    {
        double[] exposures = [.. _records.Select(record => Enumerable.Range(0, record.Last + 1).Sum(bin => _ring.Rates[bin] * Part(record, bin)))];
        double slope = new RiskSlope([.. _records.Select(record => record.Score)], exposures, [.. _records.Select(record => record.Ended)]).Best();
        double[] events = Events();
        double[] expected = Expected(slope);
        double level = expected.Sum() > 0 ? Expected(1).Sum() / expected.Sum() : 1;
        expected = [.. expected.Select(due => level * due)];
        double factor = GammaFactors.Of([events.Sum()], [expected.Sum()])[0];
        double[] factors = GammaFactors.Of(events, [.. expected.Select(due => factor * due)]);
        return new SurvivalHead([.. _ring.Rates.Select((rate, bin) => rate * level * factor * factors[bin])], [.. _ring.Effects.Select(effect => slope * effect)]);
    }

    /// <summary>Records that end this way, per bin; those of a bin without a rate count for the next that has one, as in the ring's own fit.</summary>
    private double[] Events()
    {
        double[] events = new double[_bins];
        foreach ((_, int last, _, bool ended) in _records)
        {
            int bin = Array.FindIndex(_ring.Rates, last, rate => rate > 0);
            bin = bin < 0 ? Array.FindLastIndex(_ring.Rates, rate => rate > 0) : bin;
            if (ended && bin >= 0)
            {
                events[bin]++;
            }
        }

        return events;
    }

    private double[] Expected(double slope)
    {
        double[] expected = new double[_bins];
        foreach ((double Score, int Last, double Place, bool Ended) record in _records)
        {
            double ratio = SurvivalHead.Ratio(slope * record.Score);
            for (int bin = 0; bin <= record.Last; bin++)
            {
                expected[bin] += ratio * _ring.Rates[bin] * Part(record, bin);
            }
        }

        return expected;
    }

    /// <summary>Part of a bin that a record passes through, up to the one that it ends in.</summary>
    private static double Part((double Score, int Last, double Place, bool Ended) record, int bin) => bin < record.Last ? 1 : record.Place;

    private double Score(TokenLayout layout, int[][] tokens, int row)
    {
        double sum = 0;
        for (int unit = 0; unit < tokens.Length; unit++)
        {
            sum += _ring.Effects[layout.Offsets[unit] + tokens[unit][row]];
        }

        return sum;
    }
}
