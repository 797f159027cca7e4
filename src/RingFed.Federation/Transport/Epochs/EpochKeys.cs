using System.Collections.Concurrent;
using RingFed.Federation.Identity;
using RingFed.Federation.Topology;

namespace RingFed.Federation.Transport.Epochs;

/// <summary>
/// Keys of the silos by epoch: a record is judged by the topology of its own epoch. A silo that is new learns earlier ones
/// as it reads them, each pinned by the digest that the epoch after it names. Safe to use from several threads.
/// </summary>
internal sealed class EpochKeys(EpochChain chain)
{
    private readonly ConcurrentDictionary<int, FederationTopology> epochs =
        new(chain.Epochs.Select(epoch => KeyValuePair.Create(epoch.Known.Topology.Epoch, epoch.Known.Topology)));

    /// <returns>Null when the epoch is not known or does not name the silo.</returns>
    public SpkiDigest? KeyOf(int epoch, string silo) =>
        epochs.TryGetValue(epoch, out FederationTopology? topology) && topology.IndexOf(silo) is >= 0 and var index ? topology.Silos[index].Key : null;

    /// <summary>An epoch that is known already stays as it is.</summary>
    public void Learn(FederationTopology earlier) => epochs.TryAdd(earlier.Epoch, earlier);
}
