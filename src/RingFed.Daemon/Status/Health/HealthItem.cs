using System.Text.Json;
using System.Text.Json.Serialization;

namespace RingFed.Daemon.Status.Health;

internal enum HealthSeverity
{
    /// <summary>As agreed or as expected, and worth knowing.</summary>
    Info,

    /// <summary>The ring goes on, with less than it was made for; look at it today.</summary>
    Warning,

    /// <summary>The ring or this silo does not go on, or cannot be trusted, until someone acts.</summary>
    Critical,
}

/// <summary>
/// Stable names of what can be wrong, printed in lower case with hyphens ("link-down"). Append only: monitors know them.
/// </summary>
[JsonConverter(typeof(HealthCodeNames))]
internal enum HealthCode
{
    LinkDown,
    Isolated,
    NeighbourIdentity,
    NeighbourTopology,
    NeighbourVersion,
    BypassInUse,
    SiloSuspected,
    SiloAbsent,
    SiloMissing,
    SiloConvicted,
    SiloLeft,
    CutOff,
    BelowQuorum,
    RoundOverdue,
    Guarded,
    CatchingUp,
    SubsetRounds,
    NotByzantineRobust,
    WorkDropped,
    ArithmeticDiffers,
    PayloadLost,
    StateDamaged,
    StateUnwritable,
    StateDiskLow,
    CertificateExpiring,
    CertificateExpired,
    SessionRefused,
    Alarm,
    RevocationsOverdue,
    PeerKeptAway,
    Leaving,
    RingGap,
    DraftWaiting,
    AggregateRejected,
    FitRepeated,
    FitWithout,
    FitFalse,
}

/// <summary>One thing that an operator should know or do now; it is gone when its cause is.</summary>
/// <param name="Silo">Whom it is about; null when it is about this silo or the whole ring.</param>
/// <param name="Since">When it began, as far as this process knows.</param>
internal sealed record HealthItem(
    HealthCode Code, HealthSeverity Severity, string? Silo, string Sentence, string Remedy, DateTimeOffset? Since);

internal sealed class HealthCodeNames() : JsonStringEnumConverter<HealthCode>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);
