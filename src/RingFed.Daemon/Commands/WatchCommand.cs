using System.CommandLine;
using RingFed.Daemon.Admin;
using RingFed.Daemon.Status;
using Spectre.Console;

namespace RingFed.Daemon.Commands;

/// <summary><c>ringfed watch</c>: the status, live, until interrupted or until the session has ended.</summary>
internal static class WatchCommand
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        Option<FileInfo> silo = CommonOptions.SiloFile();
        Command command = new("watch", "Follow the daemon on this machine live: what status prints, every second.") { silo };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string file = parsed.GetValue(silo)!.FullName;
            DaemonStatus first = await StatusCommand.AskAsync(file, cancellationToken);
            string socket = StatusCommand.SocketOf(file);
            try
            {
                await AnsiConsole.Live(Render(first, isAnswering: true))
                    .StartAsync(live => FollowAsync(first, socket, live, cancellationToken));
            }
            catch (OperationCanceledException)
            {
                // Interrupting is how watching ends.
            }

            return ExitCodes.Success;
        });
        return command;
    }

    // A daemon that is restarted is followed across its absence.
    private static async Task FollowAsync(DaemonStatus status, string socket, LiveDisplayContext live, CancellationToken cancellationToken)
    {
        while (status.Session.End is null)
        {
            await Task.Delay(Interval, TimeProvider.System, cancellationToken);
            DaemonStatus? answer = await AdminClient.TryGetStatusAsync(socket, cancellationToken);
            status = answer ?? status;
            live.UpdateTarget(Render(status, answer is not null));
        }
    }

    private static Panel Render(DaemonStatus status, bool isAnswering)
    {
        Markup text = new(Markup.Escape(StatusText.Render(status).TrimEnd()));
        string silence = isAnswering ? "" : $" (no answer; this is what it said {Wording.Moment(status.At, status.At)})";
        return new Panel(new Rows(text, Progress(status))) { Header = new PanelHeader($" {Markup.Escape(status.Session.Silo)}{silence} ") };
    }

    private static BreakdownChart Progress(DaemonStatus status)
    {
        int closed = status.Session.Closed + 1;
        return new BreakdownChart().Width(60)
            .AddItem("closed", closed, Color.Green)
            .AddItem("to go", Math.Max(0, status.Session.RoundsTotal - closed), Color.Grey);
    }
}
