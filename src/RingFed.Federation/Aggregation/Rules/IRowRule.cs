using RingFed.Federation.Aggregation.Kernels;

namespace RingFed.Federation.Aggregation.Rules;

/// <summary>
/// One aggregation rule over rows of updates, raw or averaged by a pre-aggregator. Whatever a rule decides from whole
/// vectors it decides from distances or lengths; what is left runs tile by tile over the coordinates.
/// </summary>
internal interface IRowRule
{
    /// <summary>Whether <see cref="Prepare"/> reads the distances; measuring them is one pass over all updates.</summary>
    bool NeedsDistances { get; }

    /// <summary>Whether f changes what the rule does.</summary>
    bool UsesFaulty { get; }

    /// <summary>
    /// Whether f arbitrarily faulty rows, out of the fewest the rule takes, leave an error that the spread of the honest
    /// rows bounds. A bound by their length is not enough: it lets the faulty ones turn a small common step around.
    /// </summary>
    bool ResistsFaulty { get; }

    /// <summary>What the rule withstands, for its label.</summary>
    string Withstands { get; }

    ITileReducer Prepare(RowSource source);
}
