using RingFed.Learning.Data;
using RingFed.Learning.Data.Simulated;
using RingFed.Learning.Models;
using RingFed.Learning.Models.Auto;
using RingFed.Learning.Tests.Encoding;
using RingFed.Learning.Tests.Models.Ctgan;

namespace RingFed.Learning.Tests.Models.Auto;

public sealed class AutoChoiceTests
{
    [Fact]
    public void A_small_table_gets_the_network_and_the_reason_names_the_size()
    {
        AutoChoice choice = AutoChoice.Of(MdsSchema.Instance, new AutoOptions { ExpectedRecords = 4_427 });
        Assert.Equal("bayesian-network", choice.Model);
        Assert.Contains("4427 patients", choice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_patients_or_many_columns_get_a_neural_model()
    {
        Assert.Equal("bayesian-network", AutoChoice.Of(MdsSchema.Instance, new AutoOptions { ExpectedRecords = AutoChoice.HybridRecordsMin }).Model);
        Assert.Equal("hybrid", AutoChoice.Of(MdsSchema.Instance, new AutoOptions { ExpectedRecords = AutoChoice.HybridRecordsMin + 1 }).Model);
        CohortSchema endless = MdsSchema.Instance with { Endpoints = [] };
        Assert.Equal("bayesian-network", AutoChoice.Of(endless, new AutoOptions { ExpectedRecords = AutoChoice.NetworkRecordsMax }).Model);
        Assert.Equal("vae-bgm", AutoChoice.Of(endless, new AutoOptions { ExpectedRecords = AutoChoice.NetworkRecordsMax + 1 }).Model);
        CohortSchema wide = MdsSchema.Instance with { Columns = [.. Enumerable.Repeat(MdsSchema.Instance.Columns, 4).SelectMany(columns => columns)] };
        AutoChoice choice = AutoChoice.Of(wide, new AutoOptions());
        Assert.Equal("vae-bgm", choice.Model);
        Assert.Contains("cells", choice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_cells_named_are_the_most_that_the_pairs_of_columns_could_have()
    {
        ColumnSchema number = TableToy.Schema.Columns[TableToy.Time];
        CohortSchema numbers = new() { Name = "numbers", Origin = CohortOrigin.Simulated, Columns = [.. Enumerable.Range(0, 42).Select(i => number with { Name = $"n{i}" })] };

        // 42 columns of 2 x 12 + 1 parts, and 42 x 41 / 2 pairs of 25 x 25.
        AutoChoice choice = AutoChoice.Of(numbers, new AutoOptions());
        Assert.Equal("vae-bgm", choice.Model);
        Assert.Contains($"up to {(42 * 25) + (42 * 41 / 2 * 625)} cells", choice.Reason, StringComparison.Ordinal);
        Assert.Equal("bayesian-network", AutoChoice.Of(numbers with { Columns = [.. numbers.Columns.Take(40)] }, new AutoOptions()).Model);
    }

    [Fact]
    public void The_model_and_its_plan_are_those_of_the_choice()
    {
        Cohort cohort = TableToy.Draw(100, seed: 4);
        using IRingModel model = ModelCatalog.Create("auto", CtganToy.Context(cohort));
        Assert.Equal("bayesian-network", model.Layout.Model);
        Dictionary<string, string> none = [];
        Assert.Contains("auto chose bayesian-network", ModelCatalog.ReasonOf("auto", cohort.Schema, none), StringComparison.Ordinal);
        Assert.Null(ModelCatalog.ReasonOf("ctgan", cohort.Schema, none));
        Assert.Equal(ModelCatalog.PlanOf("bayesian-network", cohort.Schema, none), ModelCatalog.PlanOf("auto", cohort.Schema, none));
        Assert.Equal(ModelCatalog.PlanOf("hybrid", cohort.Schema, none), ModelCatalog.PlanOf("auto", cohort.Schema, new Dictionary<string, string> { ["expectedRecords"] = "50000" }));
    }

    [Fact]
    public void An_expected_size_of_nothing_is_refused() =>
        Assert.Throws<ArgumentException>(() => ModelCatalog.ParseOptions("auto", new Dictionary<string, string> { ["expectedRecords"] = "0" }));
}
