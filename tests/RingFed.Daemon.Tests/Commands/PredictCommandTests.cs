using System.Globalization;
using System.Text.Json;

namespace RingFed.Daemon.Tests.Commands;

public sealed class PredictCommandTests
{
    [Fact]
    public async Task Every_patient_gets_a_risk_whatever_is_missing_and_the_file_says_what_it_means()
    {
        using FittedSilo silo = await FittedSilo.OfAsync("cox");
        string patients = silo.Write(silo.Unseen, "patients.csv", "age", "haemoglobin", "os_years", "os_event");
        Invocation run = await silo.RunAsync("predict", "--data", patients, "--out", silo["risks.csv"]);

        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        string[] lines = File.ReadAllLines(silo["risks.csv"]);
        Assert.StartsWith("# PREDICTED: risk of 'os' by cox: higher means an earlier event", lines[0], StringComparison.Ordinal);
        string[][] cells = [.. lines.Where(line => !line.StartsWith('#')).Skip(1).Select(line => line.Split(','))];
        Assert.Equal(silo.Unseen.Count, cells.Length);
        Assert.Equal(Enumerable.Range(1, cells.Length).Select(row => $"patient-{row}"), cells.Select(cell => cell[0]));
        Assert.All(cells, cell => Assert.True(double.IsFinite(double.Parse(cell[1], CultureInfo.InvariantCulture))));
    }

    [Fact]
    public async Task A_check_gives_both_concordances_with_intervals()
    {
        using FittedSilo silo = await FittedSilo.OfAsync("cox", patients: 900);
        Invocation run = await silo.RunAsync("predict", "--data", silo.Write(silo.Unseen, "unseen.csv"), "--check", "--json");

        JsonElement[] checks = [.. JsonDocument.Parse(run.Output).RootElement.GetProperty("check").EnumerateArray()];
        Assert.Equal(["cIndex", "cIndexIpcw"], checks.Select(check => check.GetProperty("name").GetString()));
        Assert.All(checks, check =>
        {
            JsonElement score = check.GetProperty("score");
            Assert.InRange(score.GetProperty("value").GetDouble(), .6, .85);
            Assert.InRange(score.GetProperty("value").GetDouble(), score.GetProperty("low").GetDouble(), score.GetProperty("high").GetDouble());
        });
    }

    [Fact]
    public async Task A_probability_is_told_and_checked_for_a_binary_column()
    {
        using FittedSilo silo = await FittedSilo.OfAsync("logistic-regression", "target: TP53, covariates: \"age, karyotype, blasts\"");
        Invocation run = await silo.RunAsync("predict", "--data", silo.Write(silo.Unseen, "unseen.csv", "TP53"), "--out", silo["p.csv"], "--check");

        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        Assert.Contains("probability that 'TP53' is 1 by logistic-regression", run.Output, StringComparison.Ordinal);
        Assert.All(["AUC", "F1 at .5", "Brier score"], title => Assert.Contains(title, run.Output, StringComparison.Ordinal));
        Assert.All(
            File.ReadLines(silo["p.csv"]).Where(line => line.StartsWith("patient-", StringComparison.Ordinal)),
            line => Assert.InRange(double.Parse(line.Split(',')[1], CultureInfo.InvariantCulture), 0, 1));
    }

    [Fact]
    public async Task Nobody_with_an_outcome_gives_reasons_and_a_model_that_predicts_nothing_is_refused_by_name()
    {
        using FittedSilo silo = await FittedSilo.OfAsync("cox", patients: 300);
        Invocation none = await silo.RunAsync("predict", "--data", silo.Write(silo.Unseen.Take([0]), "one.csv", "os_years", "os_event"), "--check");
        Assert.True(none.ExitCode == ExitCodes.Success, none.Error);
        Assert.Contains("nobody's outcome is known", none.Output, StringComparison.Ordinal);

        using FittedSilo generator = FittedSilo.Unfitted("bayesian-network");
        Invocation wrong = await generator.RunAsync("predict", "--data", silo["one.csv"], "--check");
        Assert.Equal(ExitCodes.BadInput, wrong.ExitCode);
        Assert.Contains("'bayesian-network' predicts nothing", wrong.Error, StringComparison.Ordinal);
    }
}
