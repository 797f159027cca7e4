using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding.Tokens;

namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>How likely an endpoint's token is given all other tokens: what <see cref="EndpointDraw"/> draws from.</summary>
internal sealed class EndpointChance
{
    private readonly TokenLayout _layout;
    private readonly EndpointModel _model;
    private readonly EndpointTokens _tokens;
    private readonly double[][] _passed;
    private readonly int _last;

    public EndpointChance(TokenLayout layout, EndpointModel model)
    {
        (_layout, _model, _tokens) = (layout, model, (EndpointTokens)layout.Units[model.Unit]);
        _passed = [Passed(model.Head(0).Rates), Passed(model.Head(1).Rates)];
        _last = Enumerable.Range(0, _tokens.TimeBins).LastOrDefault(bin => RateOf(bin) > 0, -1);
    }

    /// <param name="tokens">Token of each unit, the endpoint's own a value; -1, of an endpoint that is not known, has no effect.</param>
    public double Of(int[] tokens)
    {
        int token = tokens[_model.Unit];
        if (_last < 0)
        {
            return _tokens.Shares[token];
        }

        (int flag, int bin) = Math.DivRem(token, _tokens.TimeBins);
        Span<double> ratios = [Ratio(0, tokens), Ratio(1, tokens)];
        double rate = (ratios[0] * _model.Censoring.Rates[bin]) + (ratios[1] * _model.Event.Rates[bin]);
        double passed = (ratios[0] * _passed[0][bin]) + (ratios[1] * _passed[1][bin]);
        double ends = ExactMath.Exp(-passed) - (bin == _last ? 0 : ExactMath.Exp(-passed - rate));
        return rate > 0 ? ratios[flag] * _model.Head(flag).Rates[bin] / rate * ends : 0;
    }

    private double RateOf(int bin) => _model.Censoring.Rates[bin] + _model.Event.Rates[bin];

    private double Ratio(int flag, int[] tokens)
    {
        double[] effects = _model.Head(flag).Effects;
        double predictor = 0;
        for (int unit = 0; unit < tokens.Length; unit++)
        {
            predictor += tokens[unit] < 0 ? 0 : effects[_layout.Offsets[unit] + tokens[unit]];
        }

        return SurvivalHead.Ratio(predictor);
    }

    /// <summary>Sum of the rates of all bins before each.</summary>
    private static double[] Passed(double[] rates)
    {
        double[] sums = new double[rates.Length];
        for (int bin = 1; bin < sums.Length; bin++)
        {
            sums[bin] = sums[bin - 1] + rates[bin - 1];
        }

        return sums;
    }
}
