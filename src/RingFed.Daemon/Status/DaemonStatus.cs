using RingFed.Daemon.Training;
using RingFed.Federation.Ring;

namespace RingFed.Daemon.Status;

/// <summary>The one status type: JSON, terminal and every later view print this and nothing else. No patient values.</summary>
/// <param name="WorkingSetBytes">Resident memory of the daemon.</param>
/// <param name="RemainingSeconds">Estimate until the last round, from the median of recent rounds; null before the first.</param>
/// <param name="Session">The ring as this silo sees it.</param>
/// <param name="Training">What this silo trains.</param>
internal sealed record DaemonStatus(
    string Version,
    int ProcessId,
    long WorkingSetBytes,
    double? RemainingSeconds,
    SessionStatus Session,
    TrainingStatus Training);
