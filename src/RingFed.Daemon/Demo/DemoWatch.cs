using System.Globalization;
using RingFed.Daemon.Admin;
using RingFed.Daemon.Status;
using RingFed.Federation.Ring;
using Spectre.Console;

namespace RingFed.Daemon.Demo;

/// <summary>Follows all daemons of a demo through their admin sockets, and keeps what the summary needs.</summary>
internal sealed class DemoWatch(IReadOnlyList<DemoSilo> silos, IReadOnlyList<SiloProcess> processes)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly DaemonStatus?[] _latest = new DaemonStatus?[silos.Count];
    private readonly long[] _residentBytesMax = new long[silos.Count];
    private readonly SortedDictionary<int, RoundRecord>[] _records = [.. silos.Select(_ => new SortedDictionary<int, RoundRecord>())];

    public IReadOnlyList<DaemonStatus> Statuses => [.. _latest.Select(status => status ?? throw new InvalidOperationException("not every daemon has answered"))];

    /// <summary>Closed rounds as each silo recorded them.</summary>
    public IReadOnlyList<IReadOnlyDictionary<int, RoundRecord>> Records => _records;

    public IReadOnlyList<long> ResidentBytesMax => _residentBytesMax;

    public long AllResidentBytesPeak { get; private set; }

    /// <summary>Returns when every daemon has closed its last round.</summary>
    /// <exception cref="CommandFailure">A daemon ended before.</exception>
    public async Task UntilCompleteAsync(Action<DemoProgress> report, CancellationToken cancellationToken)
    {
        while (true)
        {
            await PollAsync(cancellationToken);
            report(Progress());
            if (_latest.All(status => status?.Session is { } session && session.Closed == session.RoundsTotal - 1))
            {
                return;
            }

            RefuseEarlyEnd();
            await Task.Delay(Interval, TimeProvider.System, cancellationToken);
        }
    }

    private async Task PollAsync(CancellationToken cancellationToken)
    {
        DaemonStatus?[] answers = await Task.WhenAll(silos.Select(silo => AdminClient.TryGetStatusAsync(silo.AdminSocket, cancellationToken)));
        long all = 0;
        for (int i = 0; i < answers.Length; i++)
        {
            if (answers[i] is not { } status)
            {
                continue;
            }

            _latest[i] = status;
            _residentBytesMax[i] = Math.Max(_residentBytesMax[i], status.WorkingSetBytes);
            all += status.WorkingSetBytes;
            foreach (RoundRecord record in status.Session.Recent)
            {
                _records[i][record.Round] = record;
            }
        }

        AllResidentBytesPeak = Math.Max(AllResidentBytesPeak, all);
    }

    private void RefuseEarlyEnd()
    {
        for (int i = 0; i < processes.Count; i++)
        {
            if (processes[i].HasExited)
            {
                throw new CommandFailure(
                    ExitCodes.Failure,
                    $"the daemon of {silos[i].Id} ended with exit code {processes[i].ExitCode} before its last round; its log: {silos[i].Log}");
            }
        }
    }

    private DemoProgress Progress()
    {
        IReadOnlyList<DaemonStatus> heard = [.. _latest.OfType<DaemonStatus>()];
        DaemonStatus? slowest = heard.MinBy(status => status.Session.Closed);
        return new DemoProgress(heard, (slowest?.Session.Closed ?? -1) + 1, slowest?.Session.RoundsTotal ?? 0, slowest?.RemainingSeconds);
    }
}

/// <param name="RoundsClosed">By the slowest silo.</param>
internal sealed record DemoProgress(IReadOnlyList<DaemonStatus> Statuses, int RoundsClosed, int RoundsTotal, double? RemainingSeconds);
