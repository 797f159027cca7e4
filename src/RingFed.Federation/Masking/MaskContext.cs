using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using RingFed.Federation.Messages;

namespace RingFed.Federation.Masking;

/// <summary>
/// Derives every key and commitment of a program. Each is bound to the federation, program, roster, quorum, batch, sum
/// and silos that it is for, so that nothing made for one place is worth anything at another.
/// </summary>
internal sealed class MaskContext
{
    private const int LabelLength = 1 + Digest.Length + (4 * sizeof(int));
    private readonly byte[] program;

    public MaskContext(MaskedPlan plan)
    {
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes, Encoding.UTF8);

        // BinaryWriter puts the length before a string: no two plans give the same bytes.
        writer.Write("ringfed masked sum 1");
        writer.Write(plan.Federation);
        writer.Write(plan.Program);
        writer.Write(plan.Quorum);
        writer.Write(plan.Roster.Count);
        foreach (string silo in plan.Roster)
        {
            writer.Write(silo);
        }

        writer.Flush();
        program = SHA256.HashData(bytes.ToArray());
    }

    /// <summary>What a silo publishes of the seed of its own mask. Bound to the silo, so that none can publish another's.</summary>
    public Digest SeedCommitment(int origin, in Scalar seed) => Commit(Purpose.SeedCommitment, seed, 0, 0, origin, 0);

    /// <summary>What a dealer publishes of each share, so that a wrong one is known when it comes back.</summary>
    public Digest ShareCommitment(ShareKind kind, int batch, int sum, int from, int to, in Scalar share) =>
        Commit(kind == ShareKind.Self ? Purpose.SelfShare : Purpose.PairShare, share, batch, sum, from, to);

    /// <summary>Seals the shares of a batch from one silo to another.</summary>
    public void SealingKey(ReadOnlySpan<byte> agreed, int batch, int from, int to, Span<byte> key) =>
        Derive(Purpose.Sealing, agreed, batch, 0, from, to, key);

    /// <summary>Of the mask that two silos share in one sum; the same for both.</summary>
    public void PairKey(ReadOnlySpan<byte> agreed, int batch, int sum, int one, int other, Span<byte> key) =>
        Derive(Purpose.PairMask, agreed, batch, sum, Math.Min(one, other), Math.Max(one, other), key);

    /// <summary>Of a silo's own mask in one sum.</summary>
    public void SelfKey(in Scalar seed, int batch, int sum, int origin, Span<byte> key)
    {
        Span<byte> bytes = stackalloc byte[Scalar.Length];
        seed.CopyTo(bytes);
        Derive(Purpose.SelfMask, bytes, batch, sum, origin, 0, key);
        CryptographicOperations.ZeroMemory(bytes);
    }

    /// <summary>HKDF-SHA256 (RFC 5869).</summary>
    private void Derive(Purpose purpose, ReadOnlySpan<byte> secret, int batch, int sum, int from, int to, Span<byte> key)
    {
        Span<byte> label = stackalloc byte[LabelLength];
        WriteLabel(label, purpose, batch, sum, from, to);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, key, salt: [], label);
    }

    private Digest Commit(Purpose purpose, in Scalar secret, int batch, int sum, int from, int to)
    {
        Span<byte> bytes = stackalloc byte[LabelLength + Scalar.Length];
        WriteLabel(bytes, purpose, batch, sum, from, to);
        secret.CopyTo(bytes[LabelLength..]);
        Digest commitment = Digest.Of(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return commitment;
    }

    /// <summary>
    /// <code>
    /// 0        1           33      37    41     45   49
    /// purpose | program   | batch | sum | from | to |   numbers little-endian
    /// </code>
    /// </summary>
    private void WriteLabel(Span<byte> label, Purpose purpose, int batch, int sum, int from, int to)
    {
        label[0] = (byte)purpose;
        program.CopyTo(label[1..]);
        Span<byte> numbers = label[(1 + Digest.Length)..];
        BinaryPrimitives.WriteInt32LittleEndian(numbers, batch);
        BinaryPrimitives.WriteInt32LittleEndian(numbers[4..], sum);
        BinaryPrimitives.WriteInt32LittleEndian(numbers[8..], from);
        BinaryPrimitives.WriteInt32LittleEndian(numbers[12..], to);
    }

    /// <summary>Append only: a number that changes its meaning would let one key stand for another.</summary>
    private enum Purpose : byte
    {
        SeedCommitment = 1,
        SelfShare = 2,
        PairShare = 3,
        Sealing = 4,
        PairMask = 5,
        SelfMask = 6,
    }
}
