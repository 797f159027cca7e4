using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Epochs;

/// <summary>
/// A topology by its text: one that may become the next epoch, or one that was an epoch before. Read and checked by the
/// driver; the core sees what it needs to decide.
/// </summary>
/// <param name="Topology">Digest of what the text says.</param>
/// <param name="Previous">Digest of the epoch before it; none for the founding epoch.</param>
/// <param name="Roster">Silo ids in ring order.</param>
/// <param name="ParameterRounds">Rounds that merge parameters, those of the epochs before included.</param>
internal sealed record EpochDraft(
    Digest Topology, int Epoch, Digest Previous, IReadOnlyList<string> Roster, int Byzantine, int ParameterRounds, string Text);

/// <summary>What a restarted silo had stored of a draft.</summary>
/// <param name="Assent">This silo's own; null while it has not agreed.</param>
internal sealed record StoredDraft(EpochDraft Draft, SignedRecord? Assent);

/// <summary>An epoch that is over.</summary>
/// <param name="FirstRound">Its last is the one before the next epoch's first.</param>
internal sealed record EarlierEpoch(int Epoch, Digest Topology, int FirstRound, IReadOnlyList<string> Roster)
{
    /// <summary>f.</summary>
    public int Byzantine { get; init; }
}
