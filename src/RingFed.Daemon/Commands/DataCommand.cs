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

    private const string Mds = "mds";

    private const string Sickle = "sickle";

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
        Argument<string> name = new("cohort")
        {
            Description = "mds: myelodysplastic syndromes. sickle: children with sickle cell anaemia, silent infarct or none.",
            DefaultValueFactory = _ => Mds,
        };
        name.AcceptOnlyFromAmong(Mds, Sickle);
        Option<int?> patients = new("--patients") { Description = "Patients over all silos; 4427 of mds, 65 of sickle." };
        Option<int?> silos = new("--silos") { Description = "Number of silos, of unequal size; 4 of mds, 3 of sickle." };
        Option<double> skew = new("--skew") { Description = "0 = silos alike, 1 = strongly different.", DefaultValueFactory = _ => .5 };
        Option<long> seed = CommonOptions.Seed();
        Option<DirectoryInfo> directory = new("--out") { Description = "Folder to write: a schema and one CSV a silo.", Required = true };
        Command command = new("simulate", "Write a SIMULATED cohort; no patient stands behind a row.") { name, patients, silos, skew, seed, directory };
        command.SetAction(parsed =>
        {
            string folder = parsed.GetValue(directory)!.FullName;
            (int? wanted, int? number, double skewness, long drawn) = (parsed.GetValue(patients), parsed.GetValue(silos), parsed.GetValue(skew), parsed.GetValue(seed));
            (int drawnPatients, int drawnSilos) = parsed.GetValue(name) == Sickle
                ? Simulate(new SickleSimulationOptions { Patients = wanted ?? 65, Silos = number ?? 3, Skew = skewness, Seed = drawn }, folder)
                : Simulate(new MdsSimulationOptions { Patients = wanted ?? 4427, Silos = number ?? 4, Skew = skewness, Seed = drawn }, folder);
            parsed.InvocationConfiguration.Output.WriteLine($"SIMULATED: {drawnPatients} patients in {drawnSilos} silos under {folder}");
            return ExitCodes.Success;
        });
        return command;
    }

    private static (int Patients, int Silos) Simulate(MdsSimulationOptions options, string folder)
    {
        RefuseOutOfRange(options.Validate);
        MdsSimulator.Write(options, folder);
        return (options.Patients, options.Silos);
    }

    private static (int Patients, int Silos) Simulate(SickleSimulationOptions options, string folder)
    {
        RefuseOutOfRange(options.Validate);
        SickleSimulator.Write(options, folder);
        return (options.Patients, options.Silos);
    }

    private static void RefuseOutOfRange(Action validate)
    {
        try
        {
            validate();
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
