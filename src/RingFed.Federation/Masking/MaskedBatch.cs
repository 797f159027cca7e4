using RingFed.Federation.Masking.Payloads;
using RingFed.Federation.Messages;
using RingFed.Federation.Topology;

namespace RingFed.Federation.Masking;

/// <summary>What the agreed rounds of one key exchange say: the same at every silo, nothing secret.</summary>
/// <param name="Number">Key exchanges of the program before this one. No two share a number, hence no keys.</param>
/// <param name="FirstSum">First sum that the keys are for.</param>
/// <param name="Sums">B: how many sums the keys are for.</param>
internal sealed record MaskedBatch(int Number, int FirstSum, int Sums)
{
    /// <summary>Valid keys by origin.</summary>
    public IReadOnlyDictionary<int, KeysPayload> Keys { get; init; } = new Dictionary<int, KeysPayload>();

    /// <summary>Sealed shares by dealer.</summary>
    public IReadOnlyDictionary<int, SharesPayload> Shares { get; init; } = new Dictionary<int, SharesPayload>();

    /// <summary>U0: who gave keys, and holds shares.</summary>
    public OriginSet Holders => OriginSet.Of(Keys.Keys);

    /// <summary>U1: who dealt shares. Masks are between these.</summary>
    public OriginSet Dealers => OriginSet.Of(Shares.Keys);

    /// <summary>
    /// t: shares that put a secret together. At least a closing quorum, and so many that f liars who show two honest
    /// groups different closes cannot get the two kinds of one dealer's share: that takes 2t of the at most |U0| + f
    /// shares which honest holders, one kind each, and liars, both kinds, can release.
    /// </summary>
    /// <param name="silos">n, of the roster; f is the most that it can hold, floor((n-1)/3), whatever the topology assumes.</param>
    public int Threshold(int quorum, int silos) => ThresholdOf(Holders.Count, quorum, silos);

    /// <summary>t, when so many silos hold shares.</summary>
    public static int ThresholdOf(int holders, int quorum, int silos) => Math.Max(quorum, ((holders + new Quorum(silos, 0).ByzantineMax) / 2) + 1);

    /// <summary>Place of a sum in the batch.</summary>
    public int SlotOf(int sum) => sum - FirstSum;
}
