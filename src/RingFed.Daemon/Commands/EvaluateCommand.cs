using System.CommandLine;
using System.Text.Json;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Csv;
using RingFed.Learning.Data.Schemas;
using RingFed.Learning.Evaluation;

namespace RingFed.Daemon.Commands;

/// <summary><c>ringfed evaluate</c>: how faithful synthetic patients are, every metric between floor and ceiling.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        Option<FileInfo> schemaFile = new("--schema") { Description = "Schema of all three tables.", Required = true };
        Option<FileInfo[]> train = new("--train") { Description = "Real patients that the model was trained on.", Required = true, AllowMultipleArgumentsPerToken = true };
        Option<FileInfo[]> holdOut = new("--holdout") { Description = "Real patients that it never saw.", Required = true, AllowMultipleArgumentsPerToken = true };
        Option<FileInfo[]> synthetic = new("--synthetic") { Description = "What it drew.", Required = true, AllowMultipleArgumentsPerToken = true };
        Option<long> seed = CommonOptions.Seed();
        Option<bool> json = CommonOptions.Json();
        Command command = new("evaluate", "Judge synthetic patients against real ones; every metric with floor (independent columns) and ceiling (real hold-out).")
        {
            schemaFile, train, holdOut, synthetic, seed, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            InputFailures failures = new();
            CohortSchema? schema = failures.Try(() => SchemaFile.Load(parsed.GetValue(schemaFile)!.FullName));
            failures.ThrowIfAny();
            Cohort? Read(Option<FileInfo[]> option) =>
                failures.Try(() => CohortCsv.Read(schema!, [.. parsed.GetValue(option)!.Select(file => file.FullName)]));
            (Cohort? trained, Cohort? held, Cohort? drawn) = (Read(train), Read(holdOut), Read(synthetic));
            failures.ThrowIfAny();
            EvaluationOptions options = new() { Seed = parsed.GetValue(seed) };
            EvaluationReport report = new Evaluator(TimeProvider.System).Evaluate(trained!, held!, drawn!, options, cancellationToken);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(parsed.GetValue(json)
                ? JsonSerializer.Serialize(report, EvaluationJson.Default.EvaluationReport)
                : string.Join(Environment.NewLine, ReportTable.Lines(report)));
            return ExitCodes.Success;
        });
        return command;
    }
}
