using System.Text.Json;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Csv;
using RingFed.Learning.Data.Schemas;
using RingFed.Learning.Data.Simulated;

namespace RingFed.Daemon.Tests.Commands;

public sealed class EvaluateCommandTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly string[] _tables;

    public EvaluateCommandTests()
    {
        IReadOnlyList<Cohort> silos = MdsSimulator.Draw(new MdsSimulationOptions { Patients = 900, Silos = 2, Skew = .5, Seed = 1 });
        Cohort drawn = MdsSimulator.Draw(new MdsSimulationOptions { Patients = 500, Silos = 1, Seed = 2 })[0];
        SchemaFile.Save(drawn.Schema, _folder["schema.yaml"]);
        for (int silo = 0; silo < 2; silo++)
        {
            int train = (int)(.7 * silos[silo].Count);
            Write($"silo-{silo}.csv", silos[silo].Take([.. Enumerable.Range(0, train)]));
            Write($"held-{silo}.csv", silos[silo].Take([.. Enumerable.Range(train, silos[silo].Count - train)]));
        }

        Write("drawn.csv", drawn);
        _tables =
        [
            "--schema", _folder["schema.yaml"], "--train", _folder["silo-0.csv"], _folder["silo-1.csv"],
            "--holdout", _folder["held-0.csv"], _folder["held-1.csv"], "--synthetic", _folder["drawn.csv"],
        ];
    }

    [Fact]
    public async Task Groups_subgroups_and_conditions_are_reported_where_they_are_named()
    {
        Invocation run = await Invocation.RunAsync(
            ["evaluate", .. _tables, "--groups", "shape,uses", "strata", "--by", "sex", "--by", "age=60,80", "--by", "site", "--where", "sex=female", "--json"]);

        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        JsonElement report = JsonDocument.Parse(run.Output).RootElement;
        string[] metrics = [.. report.GetProperty("metrics").EnumerateArray().Select(result => result.GetProperty("metric").GetProperty("name").GetString()!)];
        Assert.All(["shape", "strata.ipssr", "controlCoverage.os", "hazardCorrelation.os", "augmentationGain.os"], name => Assert.Contains(name, metrics));
        Assert.DoesNotContain("detection", metrics);
        Assert.Equal(
            ["sex = female", "sex = male", "age below 60", "age from 60 to below 80", "age from 80", "silo-0", "silo-1"],
            report.GetProperty("subgroups").EnumerateArray().Select(subgroup => subgroup.GetProperty("name").GetString()));
        Assert.InRange(report.GetProperty("conditional").GetProperty("hits").GetProperty("value").GetDouble(), .2, .8);
    }

    [Fact]
    public async Task The_text_names_columns_that_differ_and_has_a_line_a_subgroup()
    {
        Invocation run = await Invocation.RunAsync(["evaluate", .. _tables, "--groups", "columnTests,missingness", "--by", "sex", "--by", "age=20.5"]);

        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        Assert.Contains("by subgroup: synthetic (floor..ceiling)", run.Output, StringComparison.Ordinal);
        string[] lines = run.Output.Split(Environment.NewLine);
        Assert.Contains(lines, line => line.StartsWith("sex = female  ", StringComparison.Ordinal) && line.Contains("..", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("age below 20.5", StringComparison.Ordinal) && line.Contains("fewer than 50 real patients", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--groups detections: there is no such group for these tables", "--groups", "shape,detections")]
    [InlineData("--by height: the schema has no column 'height'", "--by", "height")]
    [InlineData("--by age: 'age' is numeric; cut it into bands.", "--by", "age")]
    [InlineData("--by age=old: 'old' is no number", "--by", "age=old")]
    [InlineData("'age' is not a categorical column", "--strata", "age")]
    public async Task What_cannot_be_measured_is_a_sentence(string sentence, params string[] options)
    {
        Invocation wrong = await Invocation.RunAsync(["evaluate", .. _tables, .. options]);

        Assert.Equal(ExitCodes.BadInput, wrong.ExitCode);
        Assert.Contains(sentence, wrong.Error, StringComparison.Ordinal);
        Assert.Empty(wrong.Output);
    }

    public void Dispose() => _folder.Dispose();

    private void Write(string name, Cohort cohort) => CohortCsv.Write(cohort, _folder[name], keyPrefix: $"{name}-");
}
