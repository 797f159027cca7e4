using System.Globalization;
using RingFed.Daemon.Status;
using RingFed.Daemon.Status.Health;
using RingFed.Federation.Ring;
using Spectre.Console;

namespace RingFed.Daemon.Demo;

/// <summary>The demo's progress: a live table on a terminal, a line for each closed round elsewhere.</summary>
internal sealed class DemoScreen(TextWriter output, bool isTerminal)
{
    public async Task ShowAsync(Func<Action<DemoProgress>, Task> work)
    {
        if (!isTerminal)
        {
            await work(PrintOnceARound());
            return;
        }

        await AnsiConsole.Live(new Table()).StartAsync(live => work(progress => live.UpdateTarget(Table(progress))));
    }

    private Action<DemoProgress> PrintOnceARound()
    {
        int printed = -1;
        return progress =>
        {
            if (progress.RoundsClosed > printed && progress.RoundsClosed > 0)
            {
                printed = progress.RoundsClosed;
                output.WriteLine($"  {Wording.Round(progress.RoundsClosed - 1, progress.RoundsTotal)} closed{Kind(progress)}{Without(progress)}{Estimate(progress)}{Losses(progress)}");
            }
        };
    }

    private static Table Table(DemoProgress progress)
    {
        Table table = new Table().Title($"{progress.RoundsClosed} of {progress.RoundsTotal} rounds closed{Estimate(progress)}")
            .AddColumns("silo", "patients", "doing", "awaits", "health", "losses", "sent", "memory");
        foreach (DaemonStatus status in progress.Statuses)
        {
            table.AddRow(
                Markup.Escape(status.Session.Silo),
                status.Training.Records.ToString(CultureInfo.InvariantCulture),
                Markup.Escape(Wording.Phase(status.Session.Phase)),
                Markup.Escape(string.Join(", ", status.Session.Awaited.Select(awaited => awaited.Silo))),
                Markup.Escape(Health(status)),
                Markup.Escape(Losses(status)),
                Wording.Bytes(status.Session.BytesOut.Total),
                Wording.Bytes(status.WorkingSetBytes));
        }

        return table;
    }

    private static string Estimate(DemoProgress progress) =>
        progress.RemainingSeconds is { } seconds and > 0 ? $", about {Wording.Duration(TimeSpan.FromSeconds(seconds))} to go" : "";

    private static string Kind(DemoProgress progress) =>
        progress.Statuses[0].Session.Phases.KindOf(progress.RoundsClosed - 1) == RoundKind.Statistic ? " (masked sums)" : "";

    private static string Without(DemoProgress progress) =>
        progress.Statuses.SelectMany(status => status.Session.Recent).FirstOrDefault(record => record.Round == progress.RoundsClosed - 1)
            is { Missed: [_, ..] missed }
            ? $" WITHOUT {string.Join(", ", missed.Select(silo => $"{silo.Silo} ({silo.Reason})"))}"
            : "";

    // What the ring is made of is said at the end; here is what has to be dealt with.
    private static string Health(DaemonStatus status) => string.Join(
        ", ", status.Health.Where(item => item.Severity > HealthSeverity.Info).Select(item => HealthCatalogue.NameOf(item.Code)).Distinct());

    private static string Losses(DemoProgress progress) => Losses(progress.Statuses[0]) is { Length: > 0 } losses ? $"; {losses}" : "";

    private static string Losses(DaemonStatus status) => status.Training.Losses.Count == 0
        ? ""
        : string.Join(", ", status.Training.Losses[^1].Means.Select(loss => string.Create(CultureInfo.InvariantCulture, $"{loss.Key} {loss.Value:0.00}")));
}
