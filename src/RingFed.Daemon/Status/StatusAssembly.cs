using System.Diagnostics;
using RingFed.Daemon.Status.Health;
using RingFed.Daemon.Training;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Status;

namespace RingFed.Daemon.Status;

/// <summary>Puts the parts of a daemon's state together, and judges them.</summary>
internal static class StatusAssembly
{
    /// <param name="disk">Where the state directory lies.</param>
    public static DaemonStatus Of(SessionStatus session, TrainingStatus training, StateDisk disk, DateTimeOffset now)
    {
        using Process self = Process.GetCurrentProcess();
        return new DaemonStatus(
            ProductVersion.Text,
            now,
            self.Id,
            self.WorkingSet64,
            Remaining(session),
            HealthReport.Of(session, disk, now, training),
            session,
            training);
    }

    // A statistic round takes much less than one of training: each is judged by its like, or not at all.
    private static double? Remaining(SessionStatus session)
    {
        (int statistics, int training) = session.Phases.LeftAfter(session.Closed);
        double? trained = training == 0 ? 0 : training * MedianOf(RoundKind.Parameters, session);
        double? gathered = statistics == 0 ? 0 : statistics * MedianOf(RoundKind.Statistic, session);
        return trained + gathered;
    }

    // Rounds that this silo took over from others sent nothing and took no time here.
    private static double? MedianOf(RoundKind kind, SessionStatus session)
    {
        double[] seconds = [.. session.Recent.Where(record => record.Kind == kind && record.BytesOutChunks > 0).Select(record => record.Seconds).Order()];
        return seconds.Length == 0 ? null : seconds[seconds.Length / 2];
    }
}
