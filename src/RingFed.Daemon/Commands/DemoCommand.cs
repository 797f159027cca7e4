using System.CommandLine;
using RingFed.Daemon.Demo;

namespace RingFed.Daemon.Commands;

/// <summary><c>ringfed demo</c>: a whole federation on this machine, for a consortium that has not signed anything yet.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        Option<int?> silos = new("--silos") { Description = $"Number of silos (3 to {DemoOptions.SilosMax}); a cohort folder has its own number." };
        Option<int> rounds = new("--rounds") { Description = "Training rounds.", DefaultValueFactory = _ => DemoOptions.RoundsDefault };
        Option<int> steps = new("--steps") { Description = "Local optimiser steps of a round.", DefaultValueFactory = _ => DemoOptions.StepsPerRoundDefault };
        Option<string> cohort = new("--cohort") { Description = "'simulated', or a folder with one schema and one CSV a silo.", DefaultValueFactory = _ => DemoOptions.SimulatedCohort };
        Option<int> patients = new("--patients") { Description = "Patients of the simulated cohort.", DefaultValueFactory = _ => DemoOptions.PatientsDefault };
        Option<string> model = new("--model") { Description = "Model to train.", DefaultValueFactory = _ => "ctgan" };
        Option<long> seed = CommonOptions.Seed(DemoOptions.SeedDefault);
        Option<DirectoryInfo> directory = new("--out") { Description = "Folder to write; must be empty or hold an earlier demo.", DefaultValueFactory = _ => new DirectoryInfo("demo-out") };
        Command command = new("demo", "Run a whole federation on this machine: authority, silos, daemons, training, synthetic patients, report.")
        {
            silos, rounds, steps, cohort, patients, model, seed, directory,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            DemoOptions options = new(
                parsed.GetValue(silos),
                parsed.GetValue(rounds),
                parsed.GetValue(steps),
                parsed.GetValue(cohort)!,
                parsed.GetValue(patients),
                parsed.GetValue(model)!,
                parsed.GetValue(seed),
                parsed.GetValue(directory)!);
            options.Validate();
            bool isTerminal = !Console.IsOutputRedirected;
            DemoSummary summary = await new DemoRun(options, parsed.InvocationConfiguration.Output, isTerminal, TimeProvider.System).RunAsync(cancellationToken);
            return summary.AggregateDigestsAgree ? ExitCodes.Success : ExitCodes.Failure;
        });
        return command;
    }
}
