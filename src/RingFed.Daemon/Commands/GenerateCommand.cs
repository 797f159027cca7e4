using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Csv;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Commands;

/// <summary><c>ringfed generate</c>: draws synthetic patients from this silo's model.</summary>
internal static class GenerateCommand
{
    public static Command Create()
    {
        Option<FileInfo> silo = CommonOptions.SiloFile();
        Option<int> rows = new("--rows", "-n") { Description = "Synthetic patients to draw.", DefaultValueFactory = _ => 1000 };
        Option<string[]> where = new("--where") { Description = "Condition that every row keeps: COLUMN=VALUE, COLUMN=LOW..HIGH, COLUMN>=LOW or COLUMN<=HIGH. May be given more than once." };
        Option<long> seed = CommonOptions.Seed();
        Option<FileInfo> output = new("--out", "-o") { Description = "CSV file to write.", Required = true };
        Option<bool> json = CommonOptions.Json();
        Command command = new("generate", "Draw synthetic patients from this silo's trained model.") { silo, rows, where, seed, output, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using ModelInUse<IGenerativeModel> opened = ModelInUse<IGenerativeModel>.Open(
                parsed.GetValue(silo)!.FullName, "draws no patients: 'ringfed predict' and 'ringfed cluster' use other models", parsed.InvocationConfiguration.Error);
            SampleRequest request = new(
                Positive(parsed.GetValue(rows)), parsed.GetValue(seed), ConditionText.Parse(parsed.GetValue(where) ?? [], opened.Schema));
            Cohort drawn = Draw(opened.Model, request, cancellationToken);
            string path = parsed.GetValue(output)!.FullName;
            CohortCsv.Write(drawn, path, CohortLabel.Synthetic, "synthetic-");
            await parsed.InvocationConfiguration.Output.WriteLineAsync(parsed.GetValue(json)
                ? JsonSerializer.Serialize(new GenerateReport(drawn.Count, path), GenerateJsonContext.Default.GenerateReport)
                : $"{drawn.Count} SYNTHETIC patients in {path}");
            return ExitCodes.Success;
        });
        return command;
    }

    private static Cohort Draw(IGenerativeModel model, SampleRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return model.Sample(request, cancellationToken);
        }
        catch (UnsatisfiableConditionException unsatisfiable)
        {
            throw new CommandFailure(ExitCodes.BadInput, unsatisfiable.Message);
        }
    }

    private static int Positive(int rows) =>
        rows > 0 ? rows : throw new CommandFailure(ExitCodes.BadInput, $"--rows {rows}: write the number of patients wanted, 1 or more");
}

internal sealed record GenerateReport(int Rows, string File);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(GenerateReport))]
internal sealed partial class GenerateJsonContext : JsonSerializerContext;
