using System.CommandLine;
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
        Command command = new("watch", "Follow the daemon on this machine live: rounds, who is awaited, losses, bytes, estimate.") { silo };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string file = parsed.GetValue(silo)!.FullName;
            DaemonStatus status = await StatusCommand.AskAsync(file, cancellationToken);
            try
            {
                await AnsiConsole.Live(Render(status)).StartAsync(async live =>
                {
                    while (status.Session.End is null)
                    {
                        await Task.Delay(Interval, TimeProvider.System, cancellationToken);
                        status = await StatusCommand.AskAsync(file, cancellationToken);
                        live.UpdateTarget(Render(status));
                    }
                });
            }
            catch (OperationCanceledException)
            {
                // Interrupting is how watching ends.
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static Panel Render(DaemonStatus status)
    {
        string text = Markup.Escape(StatusText.Render(status).TrimEnd());
        return new Panel(new Rows(new Markup(text), Progress(status))) { Header = new PanelHeader($" {Markup.Escape(status.Session.Silo)} ") };
    }

    private static BreakdownChart Progress(DaemonStatus status)
    {
        int closed = status.Session.Closed + 1;
        return new BreakdownChart().Width(60)
            .AddItem("closed", closed, Color.Green)
            .AddItem("to go", Math.Max(0, status.Session.RoundsTotal - closed), Color.Grey);
    }
}
