using System.Security.Cryptography;
using RingFed.Federation.Masking.Payloads;
using RingFed.Federation.Messages;

namespace RingFed.Federation.Masking;

/// <summary>
/// Takes the masks off an accepted sum: a function of agreed payloads alone, so every silo finds the same total, or the
/// same reason why there is none.
/// </summary>
/// <param name="accepted">Its masked values become the total.</param>
internal sealed class Unmasking(MaskContext context, MaskedBatch batch, int sum, int threshold, AcceptedSum accepted)
{
    private readonly int slot = batch.SlotOf(sum);
    private readonly Dictionary<OriginSet, Scalar[]> weights = [];
    private OriginSet falseDealers;
    private OriginSet falseReleasers;
    private OriginSet hidden;

    public UnmaskingResult Complete(IReadOnlyDictionary<int, UnmaskPayload> releases)
    {
        Dictionary<int, Scalar> secrets = [];
        foreach (int dealer in batch.Shares.Keys)
        {
            List<(int Holder, Scalar Share)> shares = SoundShares(dealer, releases);
            if (shares.Count < threshold)
            {
                hidden = hidden.With(dealer);
                continue;
            }

            Scalar secret = Combined(shares);
            if (IsWhatWasPublished(dealer, secret))
            {
                secrets.Add(dealer, secret);
            }
            else
            {
                // Each share is the one that the dealer committed to: only the dealer can have made them not fit.
                falseDealers = falseDealers.With(dealer);
            }
        }

        bool isBare = secrets.Count == batch.Shares.Count;
        return new UnmaskingResult(isBare ? Total(secrets) : null, hidden, falseDealers, falseReleasers);
    }

    private ShareKind KindOf(int dealer) => accepted.Contributors.Contains(dealer) ? ShareKind.Self : ShareKind.Pair;

    /// <summary>Those that the dealer committed to, by holder. Whoever releases another has made it up: holders compare first.</summary>
    private List<(int Holder, Scalar Share)> SoundShares(int dealer, IReadOnlyDictionary<int, UnmaskPayload> releases)
    {
        ShareKind kind = KindOf(dealer);
        List<(int, Scalar)> sound = [];
        foreach ((int holder, UnmaskPayload release) in releases.OrderBy(release => release.Key))
        {
            if (release.Kind(dealer) == ShareKind.None)
            {
                continue;
            }

            if (release.Kind(dealer) == kind && release.TryShare(dealer, out Scalar share)
                && context.ShareCommitment(kind, batch.Number, sum, dealer, holder, share) == batch.Shares[dealer].Commitment(kind, slot, holder))
            {
                sound.Add((holder, share));
            }
            else
            {
                falseReleasers = falseReleasers.With(holder);
            }
        }

        return sound;
    }

    private Scalar Combined(List<(int Holder, Scalar Share)> shares)
    {
        int[] holders = [.. shares.Take(threshold).Select(share => share.Holder)];
        OriginSet set = OriginSet.Of(holders);
        if (!weights.TryGetValue(set, out Scalar[]? combination))
        {
            combination = SecretSharing.Weights(holders);
            weights.Add(set, combination);
        }

        return SecretSharing.Combine(combination, [.. shares.Take(threshold).Select(share => share.Share)]);
    }

    private bool IsWhatWasPublished(int dealer, in Scalar secret)
    {
        if (KindOf(dealer) == ShareKind.Self)
        {
            return context.SeedCommitment(dealer, secret) == batch.Keys[dealer].SeedCommitment(slot);
        }

        if (secret.IsZero)
        {
            return false;
        }

        Span<byte> published = stackalloc byte[AgreementKey.PublicLength];
        using AgreementKey key = new(secret);
        key.CopyPublicTo(published);
        return published.SequenceEqual(batch.Keys[dealer].PairKey(slot));
    }

    private Int128[] Total(Dictionary<int, Scalar> secrets)
    {
        UInt128[] sums = accepted.Masked;
        IReadOnlyList<int> contributors = accepted.Contributors.ToList();
        Span<byte> mask = stackalloc byte[MaskStream.KeyLength];
        foreach (int silo in contributors)
        {
            context.SelfKey(secrets[silo], batch.Number, sum, silo, mask);
            MaskStream.Apply(mask, sums, subtract: true);
        }

        // Masks between two contributors cancel; those with a silo that gave nothing are left over.
        foreach (int absent in batch.Dealers.Except(accepted.Contributors).ToList())
        {
            using AgreementKey key = new(secrets[absent]);
            foreach (int silo in contributors)
            {
                PairMask.Apply(context, batch, sum, key, absent, silo, sums, subtract: !PairMask.Subtracts(silo, absent));
            }
        }

        CryptographicOperations.ZeroMemory(mask);
        return Array.ConvertAll(sums, value => unchecked((Int128)value));
    }
}
