namespace RingFed.Federation.Masking;

/// <summary>This silo's payload of a gather round.</summary>
/// <param name="Query">Names what the round is for; equal at all silos in the same state, so others are recognised.</param>
/// <param name="Payload">First byte 1, or 0 to abstain. As long as the query demands.</param>
public sealed record MaskedContribution(string Query, byte[] Payload);
