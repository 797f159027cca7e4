namespace RingFed.Federation.Wire;

/// <summary>
/// Why a connection is closed. Sent in a goodbye and printed in logs. Numbers are append only: a peer of another
/// version must understand the ones it knows.
/// </summary>
public enum WireFaultCode : ushort
{
    /// <summary>The first bytes are not a RingFed frame.</summary>
    NotRingFed = 1,

    /// <summary>The frame's protocol version is not spoken here.</summary>
    UnknownVersion = 2,

    /// <summary>The frame's type is not known in this version.</summary>
    UnknownType = 3,

    /// <summary>A flag bit is set that this version gives no meaning.</summary>
    UnknownFlags = 4,

    /// <summary>The announced body is longer than its type allows.</summary>
    Oversize = 5,

    /// <summary>The stream or a body ended inside a value.</summary>
    Truncated = 6,

    /// <summary>A body goes on after its last value.</summary>
    TrailingBytes = 7,

    /// <summary>A value is of another kind, out of range, or not in its shortest form.</summary>
    Malformed = 8,

    /// <summary>Values are nested deeper than the cap.</summary>
    TooDeep = 9,

    /// <summary>A count or length inside a body exceeds its cap.</summary>
    TooMany = 10,

    /// <summary>A known frame came at a moment at which it has no meaning.</summary>
    UnexpectedFrame = 11,

    /// <summary>The peer's certificate was not accepted; the sentence says why.</summary>
    CertificateRefused = 32,

    /// <summary>The certificate is good but belongs to another silo than the expected one.</summary>
    WrongSilo = 33,

    /// <summary>The certificate names another federation.</summary>
    WrongFederation = 34,

    /// <summary>The peers hold different topologies; the sentence has both digests.</summary>
    TopologyMismatch = 35,

    /// <summary>The peers hold different parameter layouts; the sentence has both digests.</summary>
    LayoutMismatch = 36,

    /// <summary>A signature or a Merkle proof does not hold.</summary>
    ProofFailed = 37,

    /// <summary>The sender's session has refused to go on; the sentence says why.</summary>
    SessionRefused = 38,

    /// <summary>The TLS handshake failed before certificates could be judged. Known locally; never sent.</summary>
    TlsFailed = 39,

    /// <summary>An agreed time-out passed without the awaited frame.</summary>
    TimedOut = 48,

    /// <summary>A cap on connections or handshakes is reached.</summary>
    Busy = 49,

    /// <summary>Another connection between the same two silos was kept.</summary>
    Replaced = 50,

    /// <summary>The daemon stops in good order.</summary>
    Stopping = 51,

    /// <summary>The daemon met a defect of its own; its log has the detail.</summary>
    InternalFault = 52,

    /// <summary>No connection came about. Known locally; never sent.</summary>
    Unreachable = 53,

    /// <summary>The HTTP proxy on the way did not open a tunnel; the sentence has its status. Known locally; never sent.</summary>
    ProxyRefused = 54,

    /// <summary>A bypass whose dialler has its neighbours back.</summary>
    NotNeeded = 55,

    /// <summary>The peer sent what fails its proof before and is refused for a while.</summary>
    KeptAway = 56,

    /// <summary>The epoch is over: the sender goes on in the next one, and is dialled again there.</summary>
    EpochEnded = 57,
}
