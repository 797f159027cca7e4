using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Aml;
using RingFed.Learning.Data.Csv;
using RingFed.Learning.Data.Schemas;
using RingFed.Learning.Data.Simulated;
using RingFed.Learning.Data.Survival;

namespace RingFed.Daemon.Commands;

/// <summary><c>ringfed data</c>: check a cohort, simulate one, prepare a public one.</summary>
internal static class DataCommand
{
    private const string Aml = "aml";

    public static Command Create()
    {
        Command command = new("data", "Cohorts: check, simulate, prepare.");
        command.Subcommands.Add(CreateCheck());
        command.Subcommands.Add(CreateSimulate());
        command.Subcommands.Add(CreatePrepare());
        return command;
    }

    private static Command CreateCheck()
    {
        Option<FileInfo> schemaFile = new("--schema") { Description = "The cohort's schema.", Required = true };
        Argument<FileInfo[]> tables = new("tables") { Description = "CSV files of one silo.", Arity = ArgumentArity.OneOrMore };
        Option<bool> json = CommonOptions.Json();
        Command command = new("check", "Read a cohort as the daemon would and list every fault by file, line and column.") { schemaFile, tables, json };
        command.SetAction(parsed =>
        {
            InputFailures failures = new();
            CohortSchema? schema = failures.Try(() => SchemaFile.Load(parsed.GetValue(schemaFile)!.FullName));
            Cohort? cohort = schema is null
                ? null
                : failures.Try(() => CohortCsv.Read(schema, [.. parsed.GetValue(tables)!.Select(table => table.FullName)]));
            failures.ThrowIfAny();
            CohortReport report = CohortReport.Of(cohort!);
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(report, CohortJsonContext.Default.CohortReport)
                : report.Render());
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command CreateSimulate()
    {
        Option<int> patients = new("--patients") { Description = "Patients over all silos.", DefaultValueFactory = _ => 4427 };
        Option<int> silos = new("--silos") { Description = "Number of silos, of unequal size.", DefaultValueFactory = _ => 4 };
        Option<double> skew = new("--skew") { Description = "0 = silos alike, 1 = strongly different.", DefaultValueFactory = _ => .5 };
        Option<long> seed = CommonOptions.Seed();
        Option<DirectoryInfo> directory = new("--out") { Description = "Folder to write: a schema and one CSV a silo.", Required = true };
        Command command = new("simulate", "Write a SIMULATED myelodysplastic-syndrome cohort; no patient stands behind a row.") { patients, silos, skew, seed, directory };
        command.SetAction(parsed =>
        {
            MdsSimulationOptions options = new()
            {
                Patients = parsed.GetValue(patients),
                Silos = parsed.GetValue(silos),
                Skew = parsed.GetValue(skew),
                Seed = parsed.GetValue(seed),
            };
            RefuseOutOfRange(options);
            DirectoryInfo folder = parsed.GetValue(directory)!;
            MdsSimulator.Write(options, folder.FullName);
            parsed.InvocationConfiguration.Output.WriteLine($"SIMULATED: {options.Patients} patients in {options.Silos} silos under {folder.FullName}");
            return ExitCodes.Success;
        });
        return command;
    }

    private static void RefuseOutOfRange(MdsSimulationOptions options)
    {
        try
        {
            options.Validate();
        }
        catch (ArgumentOutOfRangeException fault)
        {
            throw new CommandFailure(ExitCodes.BadInput, fault.Message.Split(Environment.NewLine)[0]);
        }
    }

    private static Command CreatePrepare()
    {
        Argument<string> name = new("cohort")
        {
            Description = "aml: acute myeloid leukaemia, AMLSG trials (two public CSVs). metabric, gbsg: breast cancer on DeepSurv's split. "
                + "pbc, flchain: of R's package survival.",
        };
        name.AcceptOnlyFromAmong([Aml, .. SurvivalPreparation.Names]);
        Option<DirectoryInfo> source = new("--source") { Description = "Folder with the public files.", Required = true };
        Option<DirectoryInfo> directory = new("--out") { Description = "Folder to write: a schema and one CSV a silo, or for train and test.", Required = true };
        Command command = new("prepare", "Turn a public cohort's own files into a schema and one CSV a silo.") { name, source, directory };
        command.SetAction(parsed =>
        {
            (string from, string to) = (parsed.GetValue(source)!.FullName, parsed.GetValue(directory)!.FullName);
            string cohort = parsed.GetValue(name)!;
            _ = cohort == Aml ? AmlPreparation.Prepare(from, to) : SurvivalPreparation.Prepare(cohort, from, to);
            parsed.InvocationConfiguration.Output.WriteLine($"prepared under {to}");
            return ExitCodes.Success;
        });
        return command;
    }
}

/// <summary>What <c>data check</c> prints: sizes and shares, never a patient's value.</summary>
internal sealed record CohortReport(string Schema, string Origin, string SchemaDigest, int Patients, IReadOnlyList<ColumnReport> Columns)
{
    public static CohortReport Of(Cohort cohort) => new(
        cohort.Schema.Name,
        cohort.Schema.Origin.ToString().ToLowerInvariant(),
        SchemaText.DigestOf(cohort.Schema),
        cohort.Count,
        [.. cohort.Schema.Columns.Select((column, index) => new ColumnReport(
            column.Name, column.Kind.ToString().ToLowerInvariant(), MissingShare(cohort.Column(index))))]);

    public string Render() =>
        $"{Schema} ({Origin}): {Patients} patients, {Columns.Count} columns, no faults{Environment.NewLine}schema {SchemaDigest}";

    private static double MissingShare(ReadOnlySpan<double> values)
    {
        int missing = 0;
        foreach (double value in values)
        {
            missing += double.IsNaN(value) ? 1 : 0;
        }

        return values.Length == 0 ? 0 : (double)missing / values.Length;
    }
}

internal sealed record ColumnReport(string Name, string Kind, double MissingFraction);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(CohortReport))]
internal sealed partial class CohortJsonContext : JsonSerializerContext;
