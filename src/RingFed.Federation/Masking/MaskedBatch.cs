using RingFed.Federation.Masking.Payloads;
using RingFed.Federation.Messages;

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

    /// <summary>t: shares that put a secret together: of a closing quorum, and of more than half of those who hold one.</summary>
    public int Threshold(int quorum) => Math.Max(quorum, (Holders.Count / 2) + 1);

    /// <summary>Place of a sum in the batch.</summary>
    public int SlotOf(int sum) => sum - FirstSum;
}
