using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using RingFed.Daemon.Experiments;
using RingFed.Daemon.Experiments.Judging;
using RingFed.Federation.Topology;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Csv;
using RingFed.Learning.Evaluation.Uses;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Commands;

/// <summary><c>ringfed predict</c>: a risk or a probability for each patient, by this silo's predictor.</summary>
internal static class PredictCommand
{
    public static Command Create()
    {
        Option<FileInfo> silo = CommonOptions.SiloFile();
        Option<FileInfo> data = PatientOptions.Data();
        Option<FileInfo?> output = PatientOptions.Out("a key and a prediction a line, and above them what the number means");
        Option<bool> check = new("--check") { Description = "Say how good the predictions are for patients whose outcome is known. Those that the model was fitted on flatter it." };
        Option<long> seed = CommonOptions.Seed();
        Option<bool> json = CommonOptions.Json();
        Command command = new("predict", "Foretell each patient's risk or probability by this silo's predictor (cox, deepsurv, savae, logistic-regression).")
        {
            silo, data, output, check, seed, json,
        };
        command.SetAction((parsed, stop) => Task.Run(() =>
        {
            FileInfo file = parsed.GetValue(data)!;
            PatientOptions.RequireUse(file, parsed.GetValue(output) is { } target ? [target.FullName] : null, parsed.GetValue(check));
            using ModelInUse<IPredictiveModel> opened = ModelInUse<IPredictiveModel>.Open(
                parsed.GetValue(silo)!.FullName, "predicts nothing: 'cox', 'deepsurv', 'savae' and 'logistic-regression' do", parsed.InvocationConfiguration.Error);
            PatientFile patients = PatientOptions.Read(opened.Schema, file);
            PredictReport report = Report(opened, patients, parsed.GetValue(output), parsed.GetValue(check) ? parsed.GetValue(seed) : null);
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(report, PredictJsonContext.Default.PredictReport)
                : string.Join(Environment.NewLine, report.Lines()));
            return ExitCodes.Success;
        }, stop));
        return command;
    }

    /// <param name="checkSeed">Of the intervals; null for no check.</param>
    private static PredictReport Report(ModelInUse<IPredictiveModel> opened, PatientFile patients, FileInfo? output, long? checkSeed)
    {
        ModelSettings model = opened.Topology.Model;
        ModelPlan plan = new(model.Kind, model.Kind, model.Options);
        bool isRisk = opened.Model.Kind == PredictionKind.Risk;
        EndpointSchema? endpoint = isRisk ? PredictionTarget.EndpointOf(opened.Schema, plan) : null;
        int column = isRisk ? -1 : PredictionTarget.ColumnOf(opened.Schema, plan);
        string meaning = isRisk
            ? $"risk of '{endpoint!.Name}' by {model.Kind}: higher means an earlier event; only the order of patients counts"
            : $"probability that '{opened.Schema.Columns[column].Name}' is 1 by {model.Kind}";
        double[] predictions = opened.Model.Predict(patients.Cohort);
        if (output is not null)
        {
            string[] texts = [.. predictions.Select(value => value.ToString("G9", CultureInfo.InvariantCulture))];
            patients.WriteBeside([(isRisk ? "risk" : "probability", texts)], output.FullName, $"PREDICTED: {meaning}.");
        }

        return new PredictReport(predictions.Length, meaning, output?.FullName, checkSeed is not { } seed ? null
            : isRisk ? PredictionCheck.OfRisks(predictions, patients.Cohort, endpoint!, seed)
            : PredictionCheck.OfProbabilities(predictions, patients.Cohort, column, seed));
    }
}

/// <param name="Meaning">Of the number that each patient got.</param>
/// <param name="File">Null where none was asked for.</param>
/// <param name="Check">Null where none was asked for.</param>
internal sealed record PredictReport(int Patients, string Meaning, string? File, IReadOnlyList<PredictionCheck>? Check)
{
    public IEnumerable<string> Lines()
    {
        yield return $"{Patients} patients: {Meaning}{(File is null ? "" : $"; in {File}")}";
        foreach (string line in Check is null ? [] : TextColumns.Aligned([["metric", "value", "95 %"], .. Check.Select(Cells)]))
        {
            yield return line;
        }
    }

    private static string[] Cells(PredictionCheck check) => check.Score.Value is { } value
        ? [check.Title, Text(value), check.Score is { Low: { } low, High: { } high } ? $"{Text(low)}..{Text(high)}" : check.Score.Note ?? ""]
        : [check.Title, "-", check.Score.Reason ?? ""];

    private static string Text(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(PredictReport))]
internal sealed partial class PredictJsonContext : JsonSerializerContext;
