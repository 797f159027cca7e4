using RingFed.Federation.Masking.Payloads;

namespace RingFed.Federation.Masking;

/// <summary>
/// The shares that this silo holds of others' secrets and of its own. Of one dealer and sum only one kind ever leaves:
/// both together would bare what the dealer gave.
/// </summary>
internal sealed class HeldShares(int sums) : IDisposable
{
    private readonly Dictionary<int, SecretScalars> byDealer = [];
    private readonly HashSet<(int Dealer, int Index)> known = [];
    private readonly Dictionary<(int Dealer, int Slot), ShareKind> released = [];

    /// <summary>Takes the shares of a dealer, those that match what the dealer committed to.</summary>
    /// <param name="shares">[2 x sums]; kept, and zeroed in the end.</param>
    /// <param name="isSound">Whether the share of a kind and slot matches.</param>
    public void Add(int dealer, SecretScalars shares, Func<ShareKind, int, bool> isSound)
    {
        byDealer.Add(dealer, shares);
        for (int slot = 0; slot < sums; slot++)
        {
            AddIfSound(ShareKind.Self, slot);
            AddIfSound(ShareKind.Pair, slot);
        }

        void AddIfSound(ShareKind kind, int slot)
        {
            if (isSound(kind, slot))
            {
                known.Add((dealer, SharesPayload.IndexOf(kind, slot)));
            }
        }
    }

    /// <summary>Hands out a share, and destroys the other one of the same dealer and sum.</summary>
    /// <returns>False when this silo holds no sound one.</returns>
    /// <exception cref="InvalidOperationException">The other kind has been handed out: a broken invariant of this program.</exception>
    public bool TryRelease(ShareKind kind, int slot, int dealer, out Scalar share)
    {
        if (released.TryGetValue((dealer, slot), out ShareKind before) && before != kind)
        {
            throw new InvalidOperationException("Both kinds of share of one silo were asked for. Nothing further is released.");
        }

        released[(dealer, slot)] = kind;
        share = default;
        if (!known.Contains((dealer, SharesPayload.IndexOf(kind, slot))))
        {
            return false;
        }

        SecretScalars shares = byDealer[dealer];
        shares.Zero(SharesPayload.IndexOf(kind == ShareKind.Self ? ShareKind.Pair : ShareKind.Self, slot), 1);
        share = shares[SharesPayload.IndexOf(kind, slot)];
        return true;
    }

    /// <summary>Zeroes what is held for a sum that is over.</summary>
    public void Forget(int slot)
    {
        foreach (SecretScalars shares in byDealer.Values)
        {
            shares.Zero(2 * slot, 2);
        }

        known.RemoveWhere(share => share.Index / 2 == slot);
    }

    public void Dispose()
    {
        foreach (SecretScalars shares in byDealer.Values)
        {
            shares.Dispose();
        }
    }
}
