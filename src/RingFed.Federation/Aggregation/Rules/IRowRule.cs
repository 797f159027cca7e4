using RingFed.Federation.Aggregation.Kernels;

namespace RingFed.Federation.Aggregation.Rules;

/// <summary>
/// One aggregation rule over rows of updates, raw or mixed. Whatever a rule decides from whole vectors it decides from
/// the distance matrix; what is left runs tile by tile over the coordinates.
/// </summary>
internal interface IRowRule
{
    /// <summary>Whether <see cref="Prepare"/> reads the distances; measuring them is one pass over all updates.</summary>
    bool NeedsDistances { get; }

    /// <summary>Whether f changes what the rule does.</summary>
    bool UsesFaulty { get; }

    /// <summary>Whether f arbitrarily faulty rows out of 2f + 1 leave the result bounded.</summary>
    bool ResistsFaulty { get; }

    /// <summary>What the rule withstands, for its label.</summary>
    string Withstands { get; }

    /// <param name="distances">Of the rows that the reducer will see; null unless <see cref="NeedsDistances"/>.</param>
    ITileReducer Prepare(AggregationInput input, DistanceMatrix? distances);
}
