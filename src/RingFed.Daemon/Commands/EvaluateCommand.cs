using System.CommandLine;
using System.Text.Json;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Csv;
using RingFed.Learning.Data.Schemas;
using RingFed.Learning.Evaluation;
using RingFed.Learning.Evaluation.Subgroups;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Commands;

/// <summary><c>ringfed evaluate</c>: how faithful synthetic patients are, every metric between floor and ceiling.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        Option<FileInfo> schemaFile = new("--schema") { Description = "Schema of all three tables.", Required = true };
        Option<FileInfo[]> train = new("--train") { Description = "Real patients that the model was trained on; of several files each is a silo.", Required = true, AllowMultipleArgumentsPerToken = true };
        Option<FileInfo[]> holdOut = new("--holdout") { Description = "Real patients that it never saw; as many files as --train, in the same order, tell whose they are.", Required = true, AllowMultipleArgumentsPerToken = true };
        Option<FileInfo[]> synthetic = new("--synthetic") { Description = "What it drew.", Required = true, AllowMultipleArgumentsPerToken = true };
        Option<string[]> groups = new("--groups")
        {
            Description = "Groups of metrics to measure, such as detection,survival; 'uses' for control arms, effects and what is gained at the smallest silo. Default: all but uses.",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string[]> strata = new("--strata") { Description = "Categorical columns that are risk strata. Default: ipssr, where the schema has it.", AllowMultipleArgumentsPerToken = true };
        Option<string[]> by = new("--by") { Description = "Report subgroups apart: COLUMN for its categories, COLUMN=50,60,70 for bands, site for the files of --train. May be given more than once." };
        Option<string[]> where = new("--where") { Description = "Conditions that the synthetic rows were drawn under, as of 'generate': share of hits, and detection beside the real patients who meet them." };
        Option<long> seed = CommonOptions.Seed();
        Option<bool> json = CommonOptions.Json();
        Command command = new("evaluate", "Judge synthetic patients against real ones; every metric with floor (independent columns) and ceiling (real hold-out).")
        {
            schemaFile, train, holdOut, synthetic, groups, strata, by, where, seed, json,
        };
        command.SetAction((parsed, stop) => Task.Run(() =>
        {
            InputFailures failures = new();
            CohortSchema? schema = failures.Try(() => SchemaFile.Load(parsed.GetValue(schemaFile)!.FullName));
            failures.ThrowIfAny();
            (FileInfo[] trainFiles, FileInfo[] holdoutFiles) = (parsed.GetValue(train)!, parsed.GetValue(holdOut)!);
            (Cohort? trained, Cohort? held, Cohort? drawn) = (Read(trainFiles), Read(holdoutFiles), Read(parsed.GetValue(synthetic)!));
            failures.ThrowIfAny();
            Cohort[] silos = trainFiles.Length > 1 ? [.. trainFiles.Select(file => Read([file])!)] : [];
            Cohort[] heldOut = silos.Length == holdoutFiles.Length ? [.. holdoutFiles.Select(file => Read([file])!)] : [];

            // Read a second time: a file may have gone, or changed, since the first.
            failures.ThrowIfAny();
            EvaluationOptions options = new()
            {
                Seed = parsed.GetValue(seed),
                Strata = parsed.GetValue(strata) is { Length: > 0 } named ? named : null,
                Groups = Groups(parsed.GetValue(groups)),
                SmallestSilo = silos.MinBy(silo => silo.Count),
            };
            options = options with { Groups = Known(GroupNames.Of(trained!, held!, options)) };
            IReadOnlyList<SampleCondition> conditions = ConditionText.Parse(parsed.GetValue(where) ?? [], schema!);
            IReadOnlyList<Subgroup> subgroups = SubgroupText.Parse(parsed.GetValue(by) ?? [], trained!, held!, drawn!, Sites());
            Evaluator evaluator = new(TimeProvider.System);
            EvaluationReport report = evaluator.Evaluate(trained!, held!, drawn!, options, stop) with
            {
                Conditional = conditions.Count == 0 ? null : ConditionalFidelity.Of(trained!, held!, drawn!, conditions, options.Seed, options.Threads),
                Subgroups = subgroups.Count == 0 ? null : SubgroupFidelity.Of(evaluator, subgroups, options with { SmallestSilo = null }, stop),
            };
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(report, EvaluationJson.Default.EvaluationReport)
                : string.Join(Environment.NewLine, ReportTable.Lines(report)));
            return ExitCodes.Success;

            Cohort? Read(FileInfo[] files) => failures.Try(() => CohortCsv.Read(schema!, [.. files.Select(file => file.FullName)]));

            (string, Cohort, Cohort)[] Sites() => heldOut.Length == 0
                ? []
                : [.. PatientOptions.SiteNames(trainFiles).Select((name, site) => (name, silos[site], heldOut[site]))];
        }, stop));
        return command;
    }

    /// <summary>Commas part names as blanks do.</summary>
    private static string[]? Groups(string[]? texts) =>
        texts is { Length: > 0 } ? [.. texts.SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))] : null;

    private static IReadOnlyList<string>? Known(GroupNames names) => names.Unknown.Count == 0
        ? names.Named
        : throw new CommandFailure(
            ExitCodes.BadInput, $"--groups {string.Join(", ", names.Unknown)}: there is no such group for these tables; there are {string.Join(", ", names.Known)}");
}
