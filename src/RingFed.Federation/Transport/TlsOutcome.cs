using System.Diagnostics.CodeAnalysis;

namespace RingFed.Federation.Transport;

/// <summary>End of a handshake: a connection or a refusal, never both. Refusals are events, not exceptions.</summary>
/// <param name="Link">The caller disposes it.</param>
public sealed record TlsOutcome(AuthenticatedStream? Link, TlsRefusal? Refusal)
{
    [MemberNotNullWhen(true, nameof(Link))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsAuthenticated => Link is not null;
}
