namespace RingFed.Federation.Masking;

/// <summary>One silo's payload in the agreed result of a gather round.</summary>
/// <param name="Origin">Roster index.</param>
public sealed record GatheredPart(int Origin, ReadOnlyMemory<byte> Payload);
