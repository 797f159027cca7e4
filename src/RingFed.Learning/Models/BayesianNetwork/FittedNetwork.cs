namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>All that the ring's totals gave.</summary>
/// <param name="Order">Units that are no endpoint, each after its parents.</param>
/// <param name="Trees">One a step, in the shape's order.</param>
/// <param name="Endpoints">In the shape's order; each after all others.</param>
internal sealed record FittedNetwork(NetworkShape Shape, int[] Order, ShareTree[] Trees, EndpointModel[] Endpoints)
{
    /// <summary>The tree of each step.</summary>
    public IReadOnlyDictionary<UnitChoice, ShareTree> TreeOf { get; } =
        new Dictionary<UnitChoice, ShareTree>(Shape.Steps.Zip(Trees, KeyValuePair.Create), ReferenceEqualityComparer.Instance);
}
