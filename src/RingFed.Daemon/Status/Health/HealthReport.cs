using RingFed.Daemon.Training;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Status;

namespace RingFed.Daemon.Status.Health;

/// <summary>Judges the facts of a status. A pure function of them and the moment, so an item goes when its cause does.</summary>
internal static class HealthReport
{
    /// <param name="training">Null when nothing is known of it.</param>
    /// <returns>The worst first; of equal ones in the order of the codes.</returns>
    public static IReadOnlyList<HealthItem> Of(SessionStatus session, StateDisk disk, DateTimeOffset now, TrainingStatus? training = null)
    {
        IEnumerable<HealthItem> items = [.. LocalHealth.Of(session, disk, now), .. GateHealth.Of(training), .. FitHealth.Of(training), .. RoundHealth.OfPast(session)];
        if (session is { End: null, Phase: not SessionPhase.Lingering })
        {
            items = [.. items, .. LinkHealth.Of(session, now), .. SiloHealth.Of(session), .. GapHealth.Of(session), .. EpochHealth.Of(session), .. RoundHealth.OfOpen(session, now)];
        }

        return [.. items.OrderByDescending(item => item.Severity).ThenBy(item => item.Code)];
    }

    /// <summary>For monitors: 0 when all is well or only worth knowing, 1 for a warning, 2 for something critical.</summary>
    public static int ExitCodeOf(IReadOnlyList<HealthItem> health) =>
        (int)health.Select(item => item.Severity).DefaultIfEmpty(HealthSeverity.Info).Max();
}
