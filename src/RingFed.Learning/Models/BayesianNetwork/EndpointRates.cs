using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding.Tokens;

namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>The rates at which one patient ends, per flag and time bin, and what follows for the endpoint's tokens.</summary>
internal sealed class EndpointRates
{
    private readonly NetworkShape _shape;
    private readonly EndpointModel _model;
    private readonly EndpointTokens _tokens;
    private readonly double[][] _rates;

    public EndpointRates(NetworkShape shape, EndpointModel model)
    {
        (_shape, _model) = (shape, model);
        _tokens = (EndpointTokens)shape.Layout.Units[model.Unit];
        _rates = [new double[_tokens.TimeBins], new double[_tokens.TimeBins]];
    }

    /// <summary>Share of the ring's patients without the endpoint.</summary>
    public double Missing => _tokens.MissingToken < 0 ? 0 : _tokens.Shares[_tokens.MissingToken];

    /// <summary>Of both flags.</summary>
    public double Rate(int bin) => _rates[0][bin] + _rates[1][bin];

    public double Rate(int flag, int bin) => _rates[flag][bin];

    /// <summary>The last bin that anyone ends in.</summary>
    public int LastBin()
    {
        int last = _tokens.TimeBins - 1;
        while (last > 0 && Rate(last) == 0)
        {
            last--;
        }

        return last;
    }

    /// <summary>Takes the rates of a patient.</summary>
    /// <param name="tokens">Token of each unit; below 0 where it is not known yet.</param>
    /// <returns>Their sum; 0 where the ring hardly ever saw the endpoint.</returns>
    public double Set(int[] tokens)
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

    /// <summary>The probability of each value token, given that there is a value; what the last bin leaves ends there too.</summary>
    /// <param name="shares">[value tokens], overwritten; sums to 1.</param>
    public void Shares(Span<double> shares)
    {
        double passed = 0;
        int last = LastBin();
        for (int bin = 0; bin < _tokens.TimeBins; bin++)
        {
            for (int flag = 0; flag < 2; flag++)
            {
                shares[(flag * _tokens.TimeBins) + bin] = Share(flag, bin, passed, last);
            }

            passed += Rate(bin);
        }
    }

    /// <summary>As <see cref="Shares"/> has it, of one value token.</summary>
    public double Share(int token)
    {
        (int flag, int ends) = Math.DivRem(token, _tokens.TimeBins);
        double passed = 0;
        for (int bin = 0; bin < ends; bin++)
        {
            passed += Rate(bin);
        }

        return Share(flag, ends, passed, LastBin());
    }

    /// <summary>Of the ring's patients, whatever else they have.</summary>
    public double RingShare(int token) => _tokens.Shares[token];

    private double Share(int flag, int bin, double passed, int last)
    {
        double rate = Rate(bin);
        double ends = ExactMath.Exp(-passed) - (bin == last ? 0 : ExactMath.Exp(-passed - rate));
        return rate > 0 ? _rates[flag][bin] / rate * ends : 0;
    }
}
