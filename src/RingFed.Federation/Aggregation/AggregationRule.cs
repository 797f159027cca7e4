using RingFed.Federation.Aggregation.Kernels;
using RingFed.Federation.Aggregation.Rules;

namespace RingFed.Federation.Aggregation;

/// <summary>
/// A resolved rule: what the topology names, for a number of silos and of faulty ones among them. A pure function:
/// the same updates give the same bits at every silo, thread count and processor (16 virtual lanes, float64 reductions
/// in a fixed tree, nothing but add, subtract, multiply, divide, compare and square root, never fused).
/// </summary>
public sealed class AggregationRule
{
    private readonly IRowRule rows;
    private readonly IPreAggregator? before;
    private readonly int silos;

    internal AggregationRule(string name, string label, bool isByzantineRobust, int? f, int silos, IRowRule rows, IPreAggregator? before)
    {
        Name = name;
        Label = label;
        IsByzantineRobust = isByzantineRobust;
        F = f;
        this.silos = silos;
        this.rows = rows;
        this.before = before;
    }

    /// <summary>As written in a topology; what <c>auto</c> chose, not <c>auto</c> itself.</summary>
    public string Name { get; }

    /// <summary>The rule, f and what it withstands, in words for logs, status and report.</summary>
    public string Label { get; }

    /// <summary>Whether <see cref="Label"/> says that silos which lie are withstood.</summary>
    public bool IsByzantineRobust { get; }

    /// <summary>Arbitrarily faulty silos the rule is set for; null when the rule has no such parameter.</summary>
    public int? F { get; }

    /// <summary>Merges the updates into <paramref name="destination"/> ([layout count] float32).</summary>
    /// <exception cref="AggregationException">Counts or lengths disagree, or the processor flushes subnormals.</exception>
    public void Aggregate(AggregationInput input, Span<float> destination)
    {
        SubnormalProbe.Require();
        input.RequireShape(silos, destination.Length);
        DistanceMatrix? distances = null;
        NeighbourSets? sets = null;
        if (rows.NeedsDistances || before is { NeedsDistances: true })
        {
            distances = DistanceMatrix.Measure(input, DistanceMatrix.TolerablyFaulty(silos, F));
        }

        if (before is not null)
        {
            sets = before.Choose(distances);
            distances = rows.NeedsDistances ? distances!.Mixed(sets) : null;
        }

        CoordinatePass.Run(input, sets, rows.Prepare(new RowSource(input, sets, distances)), destination);
    }
}
