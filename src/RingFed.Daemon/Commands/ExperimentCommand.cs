using System.CommandLine;
using RingFed.Daemon.Experiments;
using RingFed.Daemon.Experiments.Cells;
using RingFed.Daemon.Experiments.Files;
using RingFed.Daemon.Experiments.Results;

namespace RingFed.Daemon.Commands;

/// <summary><c>ringfed experiment</c>: models under strategies on one cohort, in one process over the ring in memory.</summary>
internal static class ExperimentCommand
{
    private const int JobsMax = 1024;
    private const string OutDefault = "experiment-out";

    public static Command Create()
    {
        Argument<FileInfo> file = new("file") { Description = "The experiment, such as topology/experiments/seed-000.yaml." };
        Option<DirectoryInfo> directory = new("--out")
        {
            Description = "Folder of results; an experiment that was stopped goes on from what is there.",
            DefaultValueFactory = _ => new DirectoryInfo(OutDefault),
        };
        Option<bool> quick = new("--quick") { Description = "Few patients, rounds and metrics, one seed: shows that all of it runs, and nothing else." };
        Option<bool> check = new("--check") { Description = "Only read the file and say what would run." };
        Option<int> jobs = new("--jobs")
        {
            Description = "Cells that run side by side; no result depends on it but the seconds measured.",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        jobs.Validators.Add(result =>
        {
            if (result.GetValue(jobs) is < 1 or > JobsMax)
            {
                result.AddError($"--jobs is 1 to {JobsMax}");
            }
        });
        Option<bool> json = CommonOptions.Json();
        Command command = new("experiment", "Compare models and federation strategies on one cohort: a table with intervals, CSV, JSON and plots.")
        {
            file, directory, quick, check, jobs, json,
        };
        command.SetAction((parsed, stop) => Task.Run(() =>
        {
            InputFailures failures = new();
            ExperimentPlan? read = failures.Take(ExperimentFile.Load(parsed.GetValue(file)!.FullName));
            failures.ThrowIfAny();
            ExperimentPlan plan = parsed.GetValue(quick) ? read!.Quick() : read!;
            TextWriter output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(check))
            {
                string seeds = plan.Models.Any(model => model.Seeds is not null) ? "seeds, fewer for some models," : "seeds";
                output.WriteLine($"{plan.Name}: {plan.Models.Count} models x {plan.Strategies.Count} strategies x {plan.Split.Count} splits x {plan.Seeds.Count} {seeds} = {plan.Cells().Count()} cells, less those of pairs that do not apply to each other");
                return ExitCodes.Success;
            }

            string folder = Path.Combine(parsed.GetValue(directory)!.FullName, plan.Name);
            ExperimentScreen screen = new(parsed.InvocationConfiguration.Error, isTerminal: !Console.IsOutputRedirected && output == Console.Out && !parsed.GetValue(json));
            (ExperimentTable table, IReadOnlyList<FinishedCell> cells) = screen.Show(progress => new ExperimentRun(plan, folder, TimeProvider.System, parsed.GetValue(jobs)).Run(progress, stop));
            output.WriteLine(parsed.GetValue(json) ? ExperimentFiles.JsonOf(table) : TableText.Of(table));
            parsed.InvocationConfiguration.Error.WriteLine($"results in {folder}");
            return cells.Any(cell => cell.Result.Error is not null) ? ExitCodes.Failure : ExitCodes.Success;
        }, stop));
        return command;
    }
}
