using System.Text.Json;
using RingFed.Daemon.Experiments;
using RingFed.Daemon.Experiments.Cells;
using RingFed.Daemon.Experiments.Files;
using RingFed.Daemon.Tests.Architecture;
using RingFed.Federation.Topology;

namespace RingFed.Daemon.Tests.Experiments.Files;

public sealed class ReadyFilesTests
{
    private static readonly string _folder = Path.Combine(SourceTree.Root, "topology", "experiments");

    public static TheoryData<string> Files => [.. Directory.GetFiles(_folder, "*.yaml").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_ready_file_has_no_fault(string file)
    {
        Loaded<ExperimentPlan> loaded = ExperimentFile.Load(Path.Combine(_folder, file));

        Assert.Empty(loaded.Faults);
        Assert.True(loaded.IsValid);
    }

    /// <summary>The very arms of each file that needs no data, with one update a silo.</summary>
    [Theory]
    [InlineData("seed-000.yaml")]
    [InlineData("seed-002-deepsurv.yaml")]
    [InlineData("seed-002-logistic.yaml")]
    public void A_simulated_ready_file_runs_quickly_and_no_cell_fails(string file)
    {
        using ScratchFolder folder = new();
        ExperimentPlan plan = ExperimentFile.Load(Path.Combine(_folder, file)).Require().Quick();
        plan = plan with
        {
            Cohort = plan.Cohort.Sizes.Count > 0 ? plan.Cohort with { Sizes = [70, 50, 40], Patients = 160, PatientsInFull = null } : plan.Cohort,
            Training = plan.Training with { Rounds = 1, Steps = 1 },
            Judging = plan.Judging with { Silos = SiloJudging.None, Groups = ["shape"] },
        };

        (_, IReadOnlyList<FinishedCell> cells) = new ExperimentRun(plan, folder.Path, TimeProvider.System).Run(_ => { }, TestContext.Current.CancellationToken);

        Assert.NotEmpty(cells);
        Assert.All(cells, cell => Assert.True(cell.Result.Error is null, $"{cell.Plan.Model.Label} {cell.Plan.Strategy.Label}: {cell.Result.Error}"));
    }

    [Fact]
    public void The_comparisons_of_the_source_work_are_all_there() => Assert.Equal(
        ["aml.yaml", "gbsg.yaml", "metabric.yaml", "seed-000.yaml", "seed-002-deepsurv.yaml", "seed-002-logistic.yaml", "small-silo.yaml"],
        Files.Select(row => row.Data));

    [Fact]
    public void The_schema_lists_exactly_the_fields_the_loader_knows() => Assert.Equal(
        ExperimentFields.All.SelectMany(set => set.Names.Select(name => set.Section.Length == 0 ? name : $"{set.Section}.{name}")).Order(StringComparer.Ordinal),
        Fields(Schema(), "").Select(field => field.Path).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_field_of_the_schema_has_a_description() =>
        Assert.All(Fields(Schema(), ""), field => Assert.True(field.Schema.TryGetProperty("description", out _), field.Path));

    private static JsonElement Schema() => JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "experiment.schema.json"))).RootElement;

    private static IEnumerable<(string Path, JsonElement Schema)> Fields(JsonElement schema, string path)
    {
        if (schema.TryGetProperty("items", out JsonElement items))
        {
            (schema, path) = (items, path + "[]");
        }

        if (!schema.TryGetProperty("properties", out JsonElement properties))
        {
            yield break;
        }

        Assert.False(schema.GetProperty("additionalProperties").GetBoolean(), $"{path} accepts unknown fields");
        foreach (JsonProperty property in properties.EnumerateObject())
        {
            string child = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            yield return (child, property.Value);
            foreach ((string, JsonElement) below in Fields(property.Value, child))
            {
                yield return below;
            }
        }
    }
}
