using RingFed.Learning.Encoding.Tokens;

namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>
/// What is known of the network before anything is added up: its choices, in schema order, and the endpoints, which come last.
/// </summary>
internal sealed class NetworkShape
{
    public NetworkShape(TokenLayout layout)
    {
        Layout = layout;
        ILookup<bool, int> byKind = Enumerable.Range(0, layout.Units.Count).ToLookup(unit => layout.Units[unit] is EndpointTokens);
        Covariates = [.. byKind[false]];
        Endpoints = [.. byKind[true]];
        Of = [.. layout.Units.Select((unit, index) => unit is EndpointTokens ? null : UnitChoice.Of(index, unit))];
        Steps = [.. Of.OfType<UnitChoice>().SelectMany(choice => choice.Steps)];
    }

    public TokenLayout Layout { get; }

    /// <summary>Units that are no endpoint.</summary>
    public IReadOnlyList<int> Covariates { get; }

    public IReadOnlyList<int> Endpoints { get; }

    /// <summary>Per unit how its token is chosen; null for an endpoint.</summary>
    public IReadOnlyList<UnitChoice?> Of { get; }

    /// <summary>All steps of all units: trees are kept in this order.</summary>
    public IReadOnlyList<UnitChoice> Steps { get; }
}
