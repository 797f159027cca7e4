using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding.Tokens;

namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>
/// Draws an endpoint given all other tokens: whichever of event and censoring comes first, in the last bin at the latest, and
/// within the bin as the ring's patients of that token lie. With limits, from what they leave, weighted by its share.
/// </summary>
internal sealed class EndpointDraw
{
    private readonly EndpointModel _model;
    private readonly EndpointTokens _tokens;
    private readonly ValueLimits _limits;
    private readonly bool _limited;
    private readonly EndpointRates _rates;

    public EndpointDraw(NetworkShape shape, EndpointModel model, ValueLimits limits)
    {
        (_model, _limits, _rates) = (model, limits, new EndpointRates(shape, model));
        _tokens = (EndpointTokens)shape.Layout.Units[model.Unit];
        _limited = _tokens.Columns.Any(limits.IsLimited);
    }

    public int Unit => _model.Unit;

    /// <summary>Draws the token and writes the columns.</summary>
    /// <returns>Share of patients like this one whom the limits leave; where it is 0 nothing was drawn.</returns>
    public double Draw(int[] tokens, SeededRandom random, double[][] columns, int row)
    {
        if (_rates.Set(tokens) <= 0)
        {
            return DrawByShares(tokens, random, columns, row);
        }

        if (_limited)
        {
            return DrawWithin(tokens, random, columns, row);
        }

        if (_rates.Missing > 0 && random.Bernoulli(_rates.Missing))
        {
            tokens[_model.Unit] = _tokens.MissingToken;
            _tokens.Draw(_tokens.MissingToken, _limits, random, columns, row);
            return 1;
        }

        int bin = DrawBin(random);
        int flag = random.Uniform() * _rates.Rate(bin) < _rates.Rate(1, bin) ? 1 : 0;
        tokens[_model.Unit] = (flag * _tokens.TimeBins) + bin;
        Write(tokens[_model.Unit], random, columns, row);
        return 1;
    }

    /// <summary>The probability of each token, whatever the limits.</summary>
    /// <param name="tokens">Token of each unit; below 0 where it is not known yet.</param>
    /// <param name="shares">[tokens of the endpoint], overwritten; sums to 1.</param>
    public void Shares(int[] tokens, Span<double> shares)
    {
        if (_rates.Set(tokens) <= 0)
        {
            for (int token = 0; token < shares.Length; token++)
            {
                shares[token] = _tokens.Shares[token];
            }

            return;
        }

        _rates.Shares(shares[.._tokens.ValueTokens]);
        for (int token = 0; token < _tokens.ValueTokens; token++)
        {
            shares[token] *= 1 - _rates.Missing;
        }

        if (_tokens.MissingToken >= 0)
        {
            shares[_tokens.MissingToken] = _rates.Missing;
        }
    }

    /// <summary>Share of the token's patients whom the limits leave.</summary>
    public double ShareWithin(int token)
    {
        if (token == _tokens.MissingToken)
        {
            return _limited ? 0 : 1;
        }

        (double from, double to) = _tokens.PlacesWithin(token, _limits);
        return to <= from ? 0 : PlaceCounts.Within(_model.PlacesOf(token), from, to);
    }

    /// <summary>Writes the columns of a token, of which the limits leave something.</summary>
    public void Write(int token, SeededRandom random, double[][] columns, int row)
    {
        if (token == _tokens.MissingToken)
        {
            _tokens.Draw(token, _limits, random, columns, row);
            return;
        }

        (double from, double to) = _tokens.PlacesWithin(token, _limits);
        _tokens.Set(token, PlaceCounts.Draw(_model.PlacesOf(token), from, to, random), _limits, columns, row);
    }

    /// <summary>The bin in which an exponential time is used up; what the last one leaves ends there too.</summary>
    private int DrawBin(SeededRandom random)
    {
        double left = random.Exponential();
        int last = _rates.LastBin();
        int bin = 0;
        while (bin < last && (_rates.Rate(bin) == 0 || left > _rates.Rate(bin)))
        {
            left -= _rates.Rate(bin++);
        }

        return bin;
    }

    private double DrawWithin(int[] tokens, SeededRandom random, double[][] columns, int row)
    {
        double[] shares = new double[_tokens.ValueTokens];
        _rates.Shares(shares);
        for (int token = 0; token < shares.Length; token++)
        {
            shares[token] *= ShareWithin(token);
        }

        double share = (1 - _rates.Missing) * shares.Sum();
        if (share > 0)
        {
            tokens[_model.Unit] = random.Categorical(shares);
            Write(tokens[_model.Unit], random, columns, row);
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
}
