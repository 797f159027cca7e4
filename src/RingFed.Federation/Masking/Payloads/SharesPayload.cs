using System.Security.Cryptography;
using RingFed.Federation.Messages;

namespace RingFed.Federation.Masking.Payloads;

/// <summary>
/// One dealer's shares of a batch of B sums: n equal places in roster order, one a holder; zeros for who holds none
/// (MASKING.md, Shares).
/// <code>
/// 1 byte 1, then for each of n silos
/// 0                                            64 B                          128 B
/// | B x (commitment of self, of pair share)  | B x (self, pair share)       | tag |
///   2 x 32 bytes in the clear                  2 x 32 bytes under AES-GCM     16
/// </code>
/// The place of the dealer itself holds commitments only. The key of each place is used once, so the nonce is zero.
/// </summary>
internal readonly struct SharesPayload(ReadOnlyMemory<byte> bytes, int sums)
{
    private const int TagLength = 16;
    private const int NonceLength = 12;
    private const int KeyLength = 32;

    public static int Length(int silos, int sums) => checked(1 + (silos * PlaceLength(sums)));

    public static bool TryRead(ReadOnlyMemory<byte> bytes, int silos, int sums, out SharesPayload payload)
    {
        payload = new SharesPayload(bytes, sums);
        return PayloadStatus.IsGiven(bytes, Length(silos, sums));
    }

    /// <summary>In memory of its own.</summary>
    public SharesPayload Copy() => new(bytes.ToArray(), sums);

    public Digest Commitment(ShareKind kind, int slot, int holder) =>
        new(Place(holder).Slice(EntryAt(kind, slot), Digest.Length));

    /// <summary>What the dealer gave to one holder.</summary>
    /// <param name="agreed">The holder's ECDH secret with the dealer.</param>
    /// <param name="shares">Out: [2 x sums] self and pair share of each sum; meaningless when false is returned.</param>
    /// <returns>False for what was not sealed by the dealer for this holder and batch, or holds no numbers.</returns>
    public bool TryOpen(ReadOnlySpan<byte> agreed, MaskContext context, int batch, int dealer, int holder, SecretScalars shares)
    {
        ReadOnlySpan<byte> text = Place(holder)[CommitmentsLength(sums)..];
        byte[] plain = GC.AllocateArray<byte>(CommitmentsLength(sums), pinned: true);
        Span<byte> key = stackalloc byte[KeyLength];
        try
        {
            context.SealingKey(agreed, batch, dealer, holder, key);
            using AesGcm cipher = new(key, TagLength);
            cipher.Decrypt(stackalloc byte[NonceLength], text[..^TagLength], text[^TagLength..], plain);
            bool areNumbers = true;
            for (int index = 0; index < 2 * sums; index++)
            {
                areNumbers &= Scalar.TryRead(plain.AsSpan(index * Scalar.Length), out shares[index]);
            }

            return areNumbers;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    public static byte[] Empty(int silos, int sums)
    {
        byte[] bytes = new byte[Length(silos, sums)];
        bytes[0] = PayloadStatus.Given;
        return bytes;
    }

    public static void WriteCommitment(byte[] bytes, int sums, ShareKind kind, int slot, int holder, Digest commitment) =>
        commitment.CopyTo(Place(bytes, sums, holder)[EntryAt(kind, slot)..]);

    /// <param name="agreed">The dealer's ECDH secret with the holder.</param>
    /// <param name="shares">[2 x sums] self and pair share of each sum.</param>
    public static void Seal(
        byte[] bytes, int sums, ReadOnlySpan<byte> agreed, MaskContext context, int batch, int dealer, int holder, SecretScalars shares)
    {
        Span<byte> text = Place(bytes, sums, holder)[CommitmentsLength(sums)..];
        byte[] plain = GC.AllocateArray<byte>(CommitmentsLength(sums), pinned: true);
        Span<byte> key = stackalloc byte[KeyLength];
        for (int index = 0; index < 2 * sums; index++)
        {
            shares[index].CopyTo(plain.AsSpan(index * Scalar.Length));
        }

        context.SealingKey(agreed, batch, dealer, holder, key);
        using AesGcm cipher = new(key, TagLength);
        cipher.Encrypt(stackalloc byte[NonceLength], plain, text[..^TagLength], text[^TagLength..]);
        CryptographicOperations.ZeroMemory(key);
        CryptographicOperations.ZeroMemory(plain);
    }

    /// <summary>Place of a share among those of a batch: self and pair share of sum 0, of sum 1 and so on.</summary>
    public static int IndexOf(ShareKind kind, int slot) => (2 * slot) + (kind == ShareKind.Self ? 0 : 1);

    private static int EntryAt(ShareKind kind, int slot) => IndexOf(kind, slot) * Digest.Length;

    private static int CommitmentsLength(int sums) => 2 * sums * Digest.Length;

    private static int PlaceLength(int sums) => (2 * CommitmentsLength(sums)) + TagLength;

    private static Span<byte> Place(Span<byte> bytes, int sums, int holder) => bytes.Slice(1 + (holder * PlaceLength(sums)), PlaceLength(sums));

    private ReadOnlySpan<byte> Place(int holder) => bytes.Span.Slice(1 + (holder * PlaceLength(sums)), PlaceLength(sums));
}
