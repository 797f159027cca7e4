using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Csv;
using RingFed.Learning.Evaluation.Uses;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Commands;

/// <summary><c>ringfed impute</c>: fills missing cells by this silo's model, or says how well it would.</summary>
internal static class ImputeCommand
{
    private const int DrawsMax = 100;
    private const int DrawsOfCheck = 10;

    public static Command Create()
    {
        Option<FileInfo> silo = CommonOptions.SiloFile();
        Option<FileInfo> data = PatientOptions.Data();
        Option<FileInfo?> output = PatientOptions.Out("the same rows with no known cell changed; with several draws NAME-1.csv, NAME-2.csv and so on");
        Option<int?> draws = new("--draws") { Description = $"Completed tables to draw (multiple imputation), 1 to {DrawsMax}. Default 1, of --check {DrawsOfCheck}." };
        Option<bool> check = new("--check") { Description = "Hide known cells that are no outcome and say how near the model comes to them. Patients whom it was fitted on flatter it." };
        Option<double> hide = new("--hide") { Description = "Share of the known cells that --check hides, above 0 and below 1.", DefaultValueFactory = _ => .1 };
        Option<long> seed = CommonOptions.Seed();
        Option<bool> json = CommonOptions.Json();
        Command command = new("impute", "Fill missing cells of patients by this silo's model: what is known of a patient stays, the rest is drawn given it.")
        {
            silo, data, output, draws, check, hide, seed, json,
        };
        command.SetAction((parsed, stop) => Task.Run(() =>
        {
            FileInfo file = parsed.GetValue(data)!;
            int? wanted = InRange(parsed.GetValue(draws));
            string[]? targets = parsed.GetValue(output) is { } target ? Targets(target, wanted ?? 1) : null;
            PatientOptions.RequireUse(file, targets, parsed.GetValue(check));
            using ModelInUse<IImputingModel> opened = ModelInUse<IImputingModel>.Open(
                parsed.GetValue(silo)!.FullName, "cannot fill in cells of a patient: 'bayesian-network' and 'vae-bgm' can", parsed.InvocationConfiguration.Error);
            PatientFile patients = PatientOptions.Read(opened.Schema, file);
            ImputeReport report = new(
                targets is not null ? Fill(opened.Model, patients, targets, parsed.GetValue(seed), stop) : null,
                parsed.GetValue(check) ? Check(opened.Model, patients.Cohort, Share(parsed.GetValue(hide)), wanted ?? DrawsOfCheck, parsed.GetValue(seed), stop) : null);
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(report, ImputeJsonContext.Default.ImputeReport)
                : string.Join(Environment.NewLine, report.Lines()));
            return ExitCodes.Success;
        }, stop));
        return command;
    }

    private static FilledReport Fill(IImputingModel model, PatientFile patients, string[] targets, long seed, CancellationToken stop)
    {
        int left = 0;
        for (int draw = 0; draw < targets.Length; draw++)
        {
            Cohort filled = model.Impute(patients.Cohort, unchecked(seed + draw), stop);
            left = Holes(filled);
            patients.WriteFilled(filled, targets[draw], "IMPUTED: cells that were missing were drawn from a model given the patient's others.");
        }

        return new FilledReport(patients.Cohort.Count, Holes(patients.Cohort), left, targets);
    }

    private static IReadOnlyList<ColumnImputation> Check(IImputingModel model, Cohort cohort, double share, int draws, long seed, CancellationToken stop)
    {
        MaskedCells masked = MaskedCells.Draw(cohort, share, seed);
        return ColumnImputation.Of(cohort, masked, [.. Enumerable.Range(0, draws).Select(draw => model.Impute(masked.Masked, unchecked(seed + draw), stop))]);
    }

    private static int Holes(Cohort cohort) =>
        Enumerable.Range(0, cohort.Schema.Columns.Count).Sum(column => cohort.Column(column).ToArray().Count(double.IsNaN));

    /// <summary>Known before anything is written, so that none of them can be the file of patients.</summary>
    private static string[] Targets(FileInfo output, int draws) =>
        draws == 1 ? [output.FullName] : [.. Enumerable.Range(1, draws).Select(draw => Numbered(output, draw))];

    private static string Numbered(FileInfo file, int number) => Path.Combine(
        file.DirectoryName!, string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(file.Name)}-{number}{file.Extension}"));

    private static int? InRange(int? draws) => draws is null or (>= 1 and <= DrawsMax)
        ? draws
        : throw new CommandFailure(ExitCodes.BadInput, $"--draws must be from 1 to {DrawsMax}, not {draws}");

    private static double Share(double share) => share is > 0 and < 1
        ? share
        : throw new CommandFailure(ExitCodes.BadInput, string.Create(CultureInfo.InvariantCulture, $"--hide must be above 0 and below 1, not {share}"));
}

/// <param name="Filled">Null where no file was asked for.</param>
/// <param name="Check">A column each; null where none was asked for.</param>
internal sealed record ImputeReport(FilledReport? Filled, IReadOnlyList<ColumnImputation>? Check)
{
    public IEnumerable<string> Lines() => [.. Filled?.Lines() ?? [], .. Check is null ? [] : CheckLines(Check)];

    private static IEnumerable<string> CheckLines(IReadOnlyList<ColumnImputation> columns)
    {
        if (columns.Count == 0)
        {
            return ["no known cell was hidden: give more patients, or hide more"];
        }

        IReadOnlyList<string>[] rows =
        [
            ["column", "hidden", "measure", "draw", "any draw", "best guess", "plain guess"],
            .. columns.Select(column => (string[])
            [
                column.Column, column.Hidden.ToString(CultureInfo.InvariantCulture), column.IsDiscrete ? "hits" : "error",
                .. new[] { column.Drawn, column.Floor, column.Guessed, column.Plain }.Select(value => value.ToString("0.000", CultureInfo.InvariantCulture)),
            ]),
            .. new[] { true, false }.Where(kind => columns.Any(column => column.IsDiscrete == kind)).Select(kind => Mean([.. columns.Where(column => column.IsDiscrete == kind)])),
        ];
        return
        [
            .. TextColumns.Aligned(rows),
            "hits: share of hidden categories met, higher is better; error: |value - hidden| over the interquartile range, lower is better.",
            "draw: of the model given the patient; any draw: of the column's known values; best guess: mode or median of the model's draws; plain guess: of the column.",
        ];
    }

    private static string[] Mean(ColumnImputation[] columns)
    {
        int cells = columns.Sum(column => column.Hidden);
        return
        [
            "all", cells.ToString(CultureInfo.InvariantCulture), columns[0].IsDiscrete ? "hits" : "error",
            .. new Func<ColumnImputation, double>[] { column => column.Drawn, column => column.Floor, column => column.Guessed, column => column.Plain }
                .Select(value => (columns.Sum(column => column.Hidden * value(column)) / cells).ToString("0.000", CultureInfo.InvariantCulture)),
        ];
    }
}

/// <param name="CellsMissing">Before.</param>
/// <param name="CellsLeft">Missing still: of columns that the ring never saw, or in rows that every try would make break a constraint.</param>
internal sealed record FilledReport(int Patients, int CellsMissing, int CellsLeft, IReadOnlyList<string> Files)
{
    public IEnumerable<string> Lines()
    {
        yield return $"{CellsMissing - CellsLeft} of {CellsMissing} missing cells of {Patients} patients filled in {string.Join(", ", Files)}";
        if (CellsLeft > 0)
        {
            yield return $"{CellsLeft} stay missing: the ring never saw a value of their columns, or every value would break a constraint of the schema";
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ImputeReport))]
internal sealed partial class ImputeJsonContext : JsonSerializerContext;
