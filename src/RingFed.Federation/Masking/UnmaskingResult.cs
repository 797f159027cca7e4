using RingFed.Federation.Messages;

namespace RingFed.Federation.Masking;

/// <summary>What came of the released shares.</summary>
/// <param name="Total">[length] or null when some mask stays on.</param>
/// <param name="Hidden">Members of whose secret too few sound shares were released.</param>
/// <param name="FalseDealers">Members whose own shares do not give what they published.</param>
/// <param name="FalseReleasers">Silos that released a share which its dealer never made, or of the wrong kind.</param>
internal sealed record UnmaskingResult(Int128[]? Total, OriginSet Hidden, OriginSet FalseDealers, OriginSet FalseReleasers);
