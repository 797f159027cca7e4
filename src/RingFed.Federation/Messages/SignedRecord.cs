namespace RingFed.Federation.Messages;

/// <summary>
/// A record as it travels. <see cref="Id"/> covers kind and canonical bytes but not the signature, which ECDSA draws
/// anew each time: the same statement signed twice is one record. The bytes as received are kept and passed on.
/// </summary>
internal sealed class SignedRecord(Digest id, RecordBody body, ReadOnlyMemory<byte> bytes, ReadOnlyMemory<byte> signature)
{
    public Digest Id { get; } = id;

    public RecordBody Body { get; } = body;

    /// <summary>Canonical MessagePack of <see cref="Body"/>.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    public ReadOnlyMemory<byte> Signature { get; } = signature;

    public RecordKind Kind => Body.Kind;

    public int Round => Body.Round;

    public override string ToString() => $"{Kind} of {Body.Origin} for round {Round}";
}
