using RingFed.Daemon.Status;
using Spectre.Console;

namespace RingFed.Daemon.Experiments;

/// <summary>An experiment's progress: a bar on a terminal, a line a cell elsewhere.</summary>
internal sealed class ExperimentScreen(TextWriter lines, bool isTerminal)
{
    public T Show<T>(Func<Action<ExperimentProgress>, T> work)
    {
        if (!isTerminal)
        {
            return work(progress => lines.WriteLine(Line(progress)));
        }

        return AnsiConsole.Progress().Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn()).Start(screen =>
        {
            ProgressTask bar = screen.AddTask("cells");
            return work(progress =>
            {
                (bar.MaxValue, bar.Value) = (progress.Total, progress.Done);
                bar.Description = Markup.Escape(Line(progress));
            });
        });
    }

    private static string Line(ExperimentProgress progress)
    {
        string found = progress.Found > 0 ? $", {progress.Found} from before" : "";
        string failed = progress.Failed > 0 ? $", {progress.Failed} failed" : "";
        string rest = progress.Remaining is { } remaining && progress.Running is not null ? $"; about {Wording.Duration(remaining)} to go" : "";
        string running = progress.Running is null ? "" : $"; {progress.Running}";
        return $"{progress.Done} of {progress.Total} cells{found}{failed}{rest}{running}";
    }
}
