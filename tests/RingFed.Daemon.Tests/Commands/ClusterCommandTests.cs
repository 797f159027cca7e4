using System.Text.Json;
using RingFed.Daemon.Commands;

namespace RingFed.Daemon.Tests.Commands;

public sealed class ClusterCommandTests
{
    private const string Quick = "sums: 20, sweeps: 5";

    [Fact]
    public async Task Components_have_names_and_shares_and_every_patient_with_an_abnormality_is_in_one()
    {
        using FittedSilo silo = await FittedSilo.OfAsync("hierarchical-mixture", Quick, patients: 900);
        string patients = silo.Write(silo.Unseen, "unseen.csv");
        Invocation run = await silo.RunAsync("cluster", "--data", patients, "--out", silo["a.csv"], "--json");

        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        JsonElement report = JsonDocument.Parse(run.Output).RootElement;
        JsonElement[] components = [.. report.GetProperty("components").EnumerateArray()];
        Assert.NotEmpty(components);
        Assert.Equal(1, components.Sum(component => component.GetProperty("ringShare").GetDouble()), 1e-9);
        Assert.Equal(1, components.Sum(component => component.GetProperty("siteShares")[0].GetDouble()), 1e-9);
        Assert.All(components, component => Assert.True(component.GetProperty("patients").GetDouble() >= 10));

        string[] assigned = [.. File.ReadLines(silo["a.csv"]).Where(line => line.StartsWith("patient-", StringComparison.Ordinal))];
        Assert.Equal(silo.Unseen.Count, assigned.Length);
        Assert.Equal(report.GetProperty("sites")[0].GetProperty("unassigned").GetInt32(), assigned.Count(line => line.EndsWith(",NA,NA", StringComparison.Ordinal)));
        Invocation text = await silo.RunAsync("cluster");
        Assert.Contains(components[0].GetProperty("name").GetString()!, text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_called_by_what_tells_them_apart()
    {
        Assert.Equal(["a", "b"], Names("x/a.csv", "x/b.csv"));
        Assert.Equal(["x", "y"], Names("x/a.csv", "y/a.csv"));
        Assert.Equal([Path.GetFullPath("x/z/a.csv"), Path.GetFullPath("y/z/a.csv")], Names("x/z/a.csv", "y/z/a.csv"));
        Assert.Empty(Names());

        static IReadOnlyList<string> Names(params string[] paths) => PatientOptions.SiteNames([.. paths.Select(path => new FileInfo(path))]);
    }

    [Fact]
    public async Task Assignments_take_one_file_and_another_model_is_refused_by_name()
    {
        using FittedSilo silo = FittedSilo.Unfitted("bayesian-network");
        Invocation none = await silo.RunAsync("cluster", "--out", silo["a.csv"]);
        Assert.Equal(ExitCodes.BadInput, none.ExitCode);
        Assert.Contains("--out takes the patients of one file, and --data names 0", none.Error, StringComparison.Ordinal);
        Invocation other = await silo.RunAsync("cluster");
        Assert.Equal(ExitCodes.BadInput, other.ExitCode);
        Assert.Contains("'bayesian-network' has no components", other.Error, StringComparison.Ordinal);
    }
}
