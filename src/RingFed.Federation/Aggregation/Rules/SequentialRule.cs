using RingFed.Federation.Aggregation.Kernels;

namespace RingFed.Federation.Aggregation.Rules;

/// <summary>
/// The update of the one silo whose turn it is, as it is; all others are left out.
/// Source: cyclic weight transfer (Chang et al. 2018, JAMIA 25(8)): the model visits each silo in turn and is trained there.
/// Breakdown point 0: in its turn a faulty silo moves the result anywhere. Cost O(d), one row is read.
/// Assumes that every silo is honest and well. Which silos are visited last counts most.
/// </summary>
internal sealed class SequentialRule(int silos) : IRowRule
{
    internal const string Name = "sequential";

    public bool NeedsDistances => false;

    public bool UsesFaulty => false;

    public bool ResistsFaulty => false;

    public string Withstands => "takes the parameters of the one silo whose turn it is, withstands no faulty silo";

    public ITileReducer Prepare(RowSource source) => SubsetMean.Of([source.Input.Turn], silos);
}
