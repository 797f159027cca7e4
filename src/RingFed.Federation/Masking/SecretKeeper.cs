using System.Runtime.InteropServices;
using System.Security.Cryptography;
using RingFed.Federation.Masking.Payloads;
using RingFed.Federation.Messages;

namespace RingFed.Federation.Masking;

/// <summary>
/// What only this silo knows of the open batch, and the payloads that it makes of it. Each payload is made once a batch
/// and sum; whoever calls keeps it.
/// </summary>
internal sealed class SecretKeeper(MaskContext context, IMaskRandomness randomness, int self, int silos) : IDisposable
{
    private OwnSecrets? own;
    private SecretScalars? ownShares;
    private HeldShares? held;

    /// <summary>Fresh keys; what was there before is gone.</summary>
    public byte[] Keys(MaskedBatch batch)
    {
        Forget();
        own = OwnSecrets.Draw(randomness, batch.Sums);
        return KeysPayload.Write(own, context, self);
    }

    /// <summary>This silo's secrets, shared out among all holders.</summary>
    /// <returns>Null when its keys are not among those agreed on.</returns>
    public byte[]? Shares(MaskedBatch batch, int threshold)
    {
        if (own is null)
        {
            return null;
        }

        int[] holders = [.. batch.Holders.ToList()];
        SecretScalars[] dealt = [.. holders.Select(_ => new SecretScalars(2 * batch.Sums))];
        byte[] payload = SharesPayload.Empty(silos, batch.Sums);
        for (int slot = 0; slot < batch.Sums; slot++)
        {
            Deal(ShareKind.Self, own.Seed(slot), slot);
            Deal(ShareKind.Pair, own.Pair(slot), slot);
        }

        using AgreementKey key = new(own.Sealing);
        for (int index = 0; index < holders.Length; index++)
        {
            if (holders[index] == self)
            {
                ownShares = dealt[index];
                continue;
            }

            byte[] agreed = key.Agree(batch.Keys[holders[index]].SealingKey);
            SharesPayload.Seal(payload, batch.Sums, agreed, context, batch.Number, self, holders[index], dealt[index]);
            CryptographicOperations.ZeroMemory(agreed);
            dealt[index].Dispose();
        }

        return payload;

        void Deal(ShareKind kind, in Scalar secret, int slot)
        {
            Span<Scalar> shares = stackalloc Scalar[holders.Length];
            SecretSharing.Deal(secret, threshold, randomness, holders, shares);
            for (int index = 0; index < holders.Length; index++)
            {
                dealt[index][SharesPayload.IndexOf(kind, slot)] = shares[index];
                Digest commitment = context.ShareCommitment(kind, batch.Number, batch.FirstSum + slot, self, holders[index], shares[index]);
                SharesPayload.WriteCommitment(payload, batch.Sums, kind, slot, holders[index], commitment);
            }

            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(shares));
        }
    }

    /// <summary>Reads what all dealers gave to this silo. A share that cannot be read, or is not the committed one, is not held.</summary>
    public void Open(MaskedBatch batch)
    {
        if (own is null)
        {
            return;
        }

        held = new HeldShares(batch.Sums);
        using AgreementKey key = new(own.Sealing);
        foreach ((int dealer, SharesPayload payload) in batch.Shares)
        {
            SecretScalars? shares = dealer == self ? ownShares : Unsealed(key, batch, dealer, payload);
            if (shares is not null)
            {
                held.Add(dealer, shares, (kind, slot) => payload.Commitment(kind, slot, self) == context.ShareCommitment(
                    kind, batch.Number, batch.FirstSum + slot, dealer, self, shares[SharesPayload.IndexOf(kind, slot)]));
            }
        }
    }

    /// <summary>The values under this silo's own mask and one with every other dealer; its secrets for the sum are zeroed.</summary>
    /// <returns>Null when it dealt no shares, so that nobody could take the masks off.</returns>
    public byte[]? Input(MaskedBatch batch, int sum, MaskedInput input)
    {
        if (own is null || !batch.Shares.ContainsKey(self))
        {
            return null;
        }

        int slot = batch.SlotOf(sum);
        UInt128[] masked = new UInt128[input.Length];
        for (int index = 0; index < masked.Length; index++)
        {
            masked[index] = unchecked((UInt128)input.Values.Span[index]);
        }

        Span<byte> mask = stackalloc byte[MaskStream.KeyLength];
        context.SelfKey(own.Seed(slot), batch.Number, sum, self, mask);
        MaskStream.Apply(mask, masked, subtract: false);
        using AgreementKey key = new(own.Pair(slot));
        foreach (int other in batch.Shares.Keys.Where(other => other != self))
        {
            PairMask.Apply(context, batch, sum, key, self, other, masked, subtract: PairMask.Subtracts(self, other));
        }

        own.Forget(slot);
        CryptographicOperations.ZeroMemory(mask);
        return InputPayload.Write(input, masked);
    }

    /// <summary>One share of each dealer: of its own mask if its values are in the sum, of its pair masks if not.</summary>
    /// <param name="contributors">U, as agreed.</param>
    /// <returns>Null when this silo holds no shares.</returns>
    public byte[]? Unmask(MaskedBatch batch, int sum, OriginSet contributors)
    {
        if (held is null)
        {
            return null;
        }

        byte[] payload = UnmaskPayload.Empty(silos);
        foreach (int dealer in batch.Shares.Keys)
        {
            ShareKind kind = contributors.Contains(dealer) ? ShareKind.Self : ShareKind.Pair;
            if (held.TryRelease(kind, batch.SlotOf(sum), dealer, out Scalar share))
            {
                UnmaskPayload.Write(payload, dealer, kind, share);
            }
        }

        return payload;
    }

    /// <summary>Zeroes what a completed sum had.</summary>
    public void ForgetSum(int slot)
    {
        own?.Forget(slot);
        held?.Forget(slot);
    }

    /// <summary>Zeroes all there is; this silo abstains until it has given keys again.</summary>
    public void Forget()
    {
        own?.Dispose();
        ownShares?.Dispose();
        held?.Dispose();
        own = null;
        ownShares = null;
        held = null;
    }

    public void Dispose() => Forget();

    private SecretScalars? Unsealed(AgreementKey key, MaskedBatch batch, int dealer, SharesPayload payload)
    {
        SecretScalars shares = new(2 * batch.Sums);
        byte[] agreed = key.Agree(batch.Keys[dealer].SealingKey);
        bool isOpen = payload.TryOpen(agreed, context, batch.Number, dealer, self, shares);
        CryptographicOperations.ZeroMemory(agreed);
        if (isOpen)
        {
            return shares;
        }

        shares.Dispose();
        return null;
    }
}
