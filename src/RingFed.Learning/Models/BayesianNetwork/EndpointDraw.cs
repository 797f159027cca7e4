using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding.Tokens;

namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>
/// Draws an endpoint given all other tokens: whichever of event and censoring comes first, in the last bin at the latest, and
/// within the bin as the ring's patients of that token lie. With limits, from what they leave, weighted by its share.
/// </summary>
internal sealed class EndpointDraw
{
    private readonly NetworkShape _shape;
    private readonly EndpointModel _model;
    private readonly EndpointTokens _tokens;
    private readonly ValueLimits _limits;
    private readonly bool _limited;
    private readonly double _missing;
    private readonly double[][] _rates;

    public EndpointDraw(NetworkShape shape, EndpointModel model, ValueLimits limits)
    {
        (_shape, _model, _limits) = (shape, model, limits);
        _tokens = (EndpointTokens)shape.Layout.Units[model.Unit];
        _limited = _tokens.Columns.Any(limits.IsLimited);
        _missing = _tokens.MissingToken < 0 ? 0 : _tokens.Shares[_tokens.MissingToken];
        _rates = [new double[_tokens.TimeBins], new double[_tokens.TimeBins]];
    }

    /// <summary>Draws the token and writes the columns.</summary>
    /// <returns>Share of patients like this one whom the limits leave; where it is 0 nothing was drawn.</returns>
    public double Draw(int[] tokens, SeededRandom random, double[][] columns, int row)
    {
        if (SetRates(tokens) <= 0)
        {
            return DrawByShares(tokens, random, columns, row);
        }

        if (_limited)
        {
            return DrawWithin(tokens, random, columns, row);
        }

        if (_missing > 0 && random.Bernoulli(_missing))
        {
            tokens[_model.Unit] = _tokens.MissingToken;
            _tokens.Draw(_tokens.MissingToken, _limits, random, columns, row);
            return 1;
        }

        int bin = DrawBin(random);
        int flag = random.Uniform() * Rate(bin) < _rates[1][bin] ? 1 : 0;
        Set((flag * _tokens.TimeBins) + bin, 0, 1, tokens, random, columns, row);
        return 1;
    }

    /// <summary>The bin in which an exponential time is used up; what the last one leaves ends there too.</summary>
    private int DrawBin(SeededRandom random)
    {
        double left = random.Exponential();
        int last = LastBin();
        int bin = 0;
        while (bin < last && (Rate(bin) == 0 || left > Rate(bin)))
        {
            left -= Rate(bin++);
        }

        return bin;
    }

    /// <summary>The last bin that anyone ends in.</summary>
    private int LastBin()
    {
        int last = _tokens.TimeBins - 1;
        while (last > 0 && Rate(last) == 0)
        {
            last--;
        }

        return last;
    }

    private double Rate(int bin) => _rates[0][bin] + _rates[1][bin];

    private double SetRates(int[] tokens)
    {
        double total = 0;
        for (int flag = 0; flag < _rates.Length; flag++)
        {
            SurvivalHead head = _model.Head(flag);
            double predictor = 0;
            for (int unit = 0; unit < tokens.Length; unit++)
            {
                predictor += tokens[unit] < 0 ? 0 : head.Effects[_shape.Layout.Offsets[unit] + tokens[unit]];
            }

            double ratio = SurvivalHead.Ratio(predictor);
            for (int bin = 0; bin < head.Rates.Length; bin++)
            {
                total += _rates[flag][bin] = ratio * head.Rates[bin];
            }
        }

        return total;
    }

    private double DrawWithin(int[] tokens, SeededRandom random, double[][] columns, int row)
    {
        double[] shares = new double[2 * _tokens.TimeBins];
        double passed = 0;
        int last = LastBin();
        for (int bin = 0; bin < _tokens.TimeBins; bin++)
        {
            double rate = Rate(bin);
            double ends = ExactMath.Exp(-passed) - (bin == last ? 0 : ExactMath.Exp(-passed - rate));
            for (int flag = 0; rate > 0 && flag < 2; flag++)
            {
                int token = (flag * _tokens.TimeBins) + bin;
                (double from, double to) = _tokens.PlacesWithin(token, _limits);
                shares[token] = to <= from ? 0 : _rates[flag][bin] / rate * ends * PlaceCounts.Within(_model.PlacesOf(token), from, to);
            }

            passed += rate;
        }

        double share = (1 - _missing) * shares.Sum();
        if (share > 0)
        {
            int token = random.Categorical(shares);
            (double from, double to) = _tokens.PlacesWithin(token, _limits);
            Set(token, from, to, tokens, random, columns, row);
        }

        return share;
    }

    /// <summary>An endpoint that the ring hardly ever saw follows no rate.</summary>
    private double DrawByShares(int[] tokens, SeededRandom random, double[][] columns, int row)
    {
        double[] shares = [.. _tokens.Shares.Select((share, token) => share * _tokens.ShareWithin(token, _limits))];
        double share = shares.Sum();
        if (share > 0)
        {
            tokens[_model.Unit] = random.Categorical(shares);
            _tokens.Draw(tokens[_model.Unit], _limits, random, columns, row);
        }

        return share;
    }

    private void Set(int token, double from, double to, int[] tokens, SeededRandom random, double[][] columns, int row)
    {
        tokens[_model.Unit] = token;
        _tokens.Set(token, PlaceCounts.Draw(_model.PlacesOf(token), from, to, random), _limits, columns, row);
    }
}
