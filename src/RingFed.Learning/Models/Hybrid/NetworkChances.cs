using RingFed.Learning.Encoding.Tokens;
using RingFed.Learning.Models.BayesianNetwork;

namespace RingFed.Learning.Models.Hybrid;

/// <summary>What the network alone gives to each token of a unit.</summary>
internal sealed class NetworkChances
{
    private readonly FittedNetwork _network;
    private readonly double[][] _shares;
    private readonly Dictionary<int, EndpointDraw> _endpoints;

    public NetworkChances(HybridLayout layout, FittedNetwork network)
    {
        TokenLayout tokens = layout.Shape.Layout;
        _network = network;
        _shares = [.. tokens.Units.Select(unit => new double[unit.Count])];
        _endpoints = network.Endpoints.ToDictionary(
            endpoint => endpoint.Unit, endpoint => new EndpointDraw(layout.Shape, endpoint, new ValueLimits(tokens.Encoder.Schema)));
    }

    /// <param name="tokens">Token of each unit, known for all that come before; below 0 for others.</param>
    /// <returns>[tokens of the unit], summing to 1; overwritten by the next call for the unit.</returns>
    public ReadOnlySpan<double> Of(int unit, int[] tokens)
    {
        double[] shares = _shares[unit];
        if (_endpoints.TryGetValue(unit, out EndpointDraw? endpoint))
        {
            endpoint.Shares(tokens, shares);
        }
        else
        {
            UnitShares.Of(_network, unit, tokens, shares);
        }

        return shares;
    }
}
