using RingFed.Federation.Identity;
using RingFed.Federation.Messages;
using RingFed.Federation.Ring.Epochs;

namespace RingFed.Federation.Transport.Epochs;

/// <summary>An epoch that closes lead to.</summary>
/// <param name="OpeningClose">Id of the close that carried it; null for the founding epoch.</param>
internal sealed record ChainedEpoch(KnownTopology Known, int FirstRound, Digest? OpeningClose)
{
    public EarlierEpoch ToEarlier() =>
        new(Known.Topology.Epoch, Known.Digest, FirstRound, [.. Known.Topology.Silos.Select(silo => silo.Id)])
        {
            Byzantine = Known.Topology.Byzantine,
        };
}

/// <summary>How the federation came to the epoch in which this silo goes on, as far as its disk tells.</summary>
/// <param name="Earlier">The epochs before, oldest first.</param>
/// <param name="Drafts">Of the next epoch; the oldest first.</param>
/// <param name="IsEntering">This silo is new in the epoch: what came before has yet to be learnt from the others.</param>
internal sealed record EpochChain(
    ChainedEpoch Running, IReadOnlyList<ChainedEpoch> Earlier, IReadOnlyList<StoredDraft> Drafts, bool IsEntering, StateOwner Owner)
{
    /// <summary>All of it, oldest first.</summary>
    public IEnumerable<ChainedEpoch> Epochs => [.. Earlier, Running];

    /// <summary>Each silo's key in the newest epoch that names it.</summary>
    public IReadOnlyDictionary<string, SpkiDigest> NewestKeys =>
        Epochs.SelectMany(epoch => epoch.Known.Topology.Silos).GroupBy(entry => entry.Id).ToDictionary(silo => silo.Key, silo => silo.Last().Key);
}
