using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>
/// What a network says of a unit's token when all other tokens are known. The joint probability is a product of one factor a
/// unit; of these only the unit's own and those that ask for its token differ between its tokens. One thread at a time.
/// </summary>
internal sealed class NetworkConditionals
{
    /// <summary>Stands for an impossible token: where everything is impossible, nothing is more so.</summary>
    private const double Least = 1e-300;

    private readonly FittedNetwork _network;
    private readonly Dictionary<int, EndpointRates> _endpoints;
    private readonly int[][] _dependents;

    public NetworkConditionals(FittedNetwork network)
    {
        _network = network;
        _endpoints = network.Endpoints.ToDictionary(model => model.Unit, model => new EndpointRates(network.Shape, model));
        Sequence = [.. network.Order, .. network.Endpoints.Select(model => model.Unit)];
        _dependents = [.. network.Shape.Layout.Units.Select((_, unit) => DependentsOf(unit))];
    }

    /// <summary>All units, each after those that its factor asks for.</summary>
    public IReadOnlyList<int> Sequence { get; }

    /// <summary>ln of a unit's factor at the token it has. 0, whatever the others, for a token that fewer than k records had.</summary>
    public double LogChance(int unit, int[] tokens) => ExactMath.Log(Math.Max(
        Least, _endpoints.TryGetValue(unit, out EndpointRates? endpoint) ? Chance(endpoint, tokens[unit], tokens) : Chance(_network.Shape.Of[unit], tokens[unit], tokens)));

    /// <summary>Sets the unit's token to a draw given those that its factor asks for.</summary>
    /// <param name="allowed">Weight of each token besides the network's; 0 for those that may not be drawn.</param>
    /// <returns>ln of the allowed tokens' probability.</returns>
    public double DrawForward(int unit, double[] allowed, int[] tokens, SeededRandom random) =>
        Draw(unit, allowed, tokens, random, dependents: []);

    /// <summary>Sets the unit's token to a draw given all others.</summary>
    /// <param name="allowed">As for <see cref="DrawForward"/>.</param>
    public void DrawGivenAll(int unit, double[] allowed, int[] tokens, SeededRandom random) =>
        Draw(unit, allowed, tokens, random, _dependents[unit]);

    private double Draw(int unit, double[] allowed, int[] tokens, SeededRandom random, int[] dependents)
    {
        double[] logs = new double[allowed.Length];
        for (int token = 0; token < logs.Length; token++)
        {
            tokens[unit] = token;
            logs[token] = allowed[token] > 0
                ? ExactMath.Log(allowed[token]) + LogChance(unit, tokens) + dependents.Sum(dependent => tokens[dependent] < 0 ? 0 : LogChance(dependent, tokens))
                : double.NegativeInfinity;
        }

        double most = logs.Max();
        double[] weights = [.. logs.Select(log => double.IsNegativeInfinity(log) ? 0 : ExactMath.Exp(log - most))];
        tokens[unit] = random.Categorical(weights);
        return most + ExactMath.Log(weights.Sum());
    }

    /// <summary>Of a value, given that there is one; by the ring's shares where it hardly ever saw the endpoint.</summary>
    private static double Chance(EndpointRates endpoint, int token, int[] tokens) => endpoint.Set(tokens) > 0 ? endpoint.Share(token) : endpoint.RingShare(token);

    private double Chance(UnitChoice? step, int token, int[] tokens)
    {
        double chance = 1;
        while (step is not null)
        {
            int value = step.Node.ValueOf[token];
            if (value < 0)
            {
                return 1;
            }

            chance *= _network.TreeOf[step].Shares(tokens)[value];
            step = step.Next[value];
        }

        return chance;
    }

    private int[] DependentsOf(int unit)
    {
        IEnumerable<int> covariates = _network.Order.Where(other => other != unit
            && _network.Shape.Of[other]!.Steps.Any(step => _network.TreeOf[step].Branches.Any(branch => branch.Unit == unit)));
        (int from, int to) = (_network.Shape.Layout.Offsets[unit], _network.Shape.Layout.Offsets[unit + 1]);
        IEnumerable<int> endpoints = _network.Endpoints
            .Where(model => model.Unit != unit && Enumerable.Range(0, 2).Any(flag => model.Head(flag).Effects.AsSpan(from..to).ContainsAnyExcept(0)))
            .Select(model => model.Unit);
        return [.. covariates, .. endpoints];
    }
}
