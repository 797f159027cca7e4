using System.CommandLine;
using System.CommandLine.Parsing;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Schemas;

namespace RingFed.Daemon.Commands;

/// <summary>All commands of <c>ringfed</c>, and the one place where failures become exit codes and sentences.</summary>
internal static class CommandLine
{
    private const string ExitCodeHelp =
        "Exit codes: 0 done, 1 the work failed, 2 bad input (every fault listed, nothing started), "
        + "3 refused by the ring or its identity checks, 4 no daemon answered.";

    public static RootCommand Create()
    {
        RootCommand root = new("RingFed: hospitals train one generative model over a ring, exchanging weights with their two "
            + "neighbours only. " + ExitCodeHelp);
        foreach (Command command in (Command[])
        [
            CaCommand.Create(),
            InitCommand.Create(),
            TopologyCommand.Create(),
            DataCommand.Create(),
            RunCommand.Create(),
            RestoreCommand.Create(),
            StatusCommand.Create(),
            WatchCommand.Create(),
            LeaveCommand.Create(Console.In),
            GenerateCommand.Create(),
            ImputeCommand.Create(),
            PredictCommand.Create(),
            ClusterCommand.Create(),
            EvaluateCommand.Create(),
            DemoCommand.Create(),
            ExperimentCommand.Create(),
            SimulateCommand.Create(),
            BenchCommand.Create(),
            VersionCommand.Create(),
        ])
        {
            root.Subcommands.Add(command);
        }

        return root;
    }

    public static async Task<int> InvokeAsync(string[] args, TextWriter output, TextWriter error)
    {
        ParseResult parsed = Create().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (ParseError fault in parsed.Errors)
            {
                await error.WriteLineAsync($"ringfed: {fault.Message}");
            }

            string path = string.Concat(Ancestry(parsed.CommandResult).Reverse().Skip(1).Select(command => $"{command.Name} "));
            await error.WriteLineAsync($"ringfed: see 'ringfed {path}--help'");
            return ExitCodes.BadInput;
        }

        InvocationConfiguration configuration = new()
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
        };
        try
        {
            return await parsed.InvokeAsync(configuration);
        }
        catch (CommandFailure failure)
        {
            foreach (string sentence in failure.Sentences)
            {
                await error.WriteLineAsync($"ringfed: {sentence}");
            }

            return failure.ExitCode;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("ringfed: stopped before it was done");
            return ExitCodes.Failure;
        }
        catch (InvalidInputException invalid)
        {
            await error.WriteLineAsync(string.Join(Environment.NewLine, invalid.Message.Split('\n').Select(line => $"ringfed: {line}")));
            return ExitCodes.BadInput;
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException)
        {
            await error.WriteLineAsync($"ringfed: {fault.Message}");
            return ExitCodes.BadInput;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            await error.WriteLineAsync($"ringfed: {fault.Message}");
            return ExitCodes.Failure;
        }
        catch (DllNotFoundException missing)
        {
            await error.WriteLineAsync($"ringfed: libtorch could not be loaded ({missing.Message.Split('\n')[0]}): run scripts/setup.sh, or install libtorch");
            return ExitCodes.Failure;
        }
        catch (Exception defect)
        {
            await error.WriteLineAsync($"ringfed: a defect of ringfed itself, please report it:{Environment.NewLine}{defect}");
            return ExitCodes.Failure;
        }
    }

    /// <summary>The command that was meant, the one it is part of, and so on to the root.</summary>
    private static IEnumerable<Command> Ancestry(CommandResult meant)
    {
        for (SymbolResult? at = meant; at is CommandResult result; at = at.Parent)
        {
            yield return result.Command;
        }
    }
}
