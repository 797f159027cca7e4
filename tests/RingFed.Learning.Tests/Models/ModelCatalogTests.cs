using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models;
using RingFed.Learning.Models.Ctgan;
using RingFed.Learning.Tests.Encoding;
using RingFed.Learning.Tests.Models.Ctgan;

namespace RingFed.Learning.Tests.Models;

public sealed class ModelCatalogTests
{
    private static readonly Cohort _cohort = TableToy.Draw(100, seed: 4);

    [Fact]
    public void A_model_is_made_by_name_with_its_options()
    {
        using IGenerativeModel model = ModelCatalog.CreateGenerator("ctgan", CtganToy.Context(_cohort), CtganToy.Small);
        Assert.Equal("ctgan", model.Layout.Model);
        Assert.Contains("ctgan", ModelCatalog.Names);
    }

    [Fact]
    public void An_unknown_name_is_refused_with_the_known_ones()
    {
        ArgumentException fault = Assert.Throws<ArgumentException>(() => ModelCatalog.Create("ctgna", CtganToy.Context(_cohort)));
        Assert.Contains(string.Join(", ", ModelCatalog.Names), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range_or_of_another_model_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ModelCatalog.Create("ctgan", CtganToy.Context(_cohort), new CtganOptions { BatchSize = 7, Pac = 2 }));
        Assert.Throws<ArgumentException>(() => ModelCatalog.Create("ctgan", CtganToy.Context(_cohort), new OtherOptions()));
    }

    [Fact]
    public void Options_are_read_as_a_topology_writes_them()
    {
        CtganOptions read = Assert.IsType<CtganOptions>(ModelCatalog.ParseOptions(
            "ctgan", new Dictionary<string, string> { ["batchSize"] = "120", ["pac"] = "6", ["learningRate"] = "1e-3", ["conditions"] = "logFrequency" }));

        Assert.Equal(new CtganOptions { BatchSize = 120, Pac = 6, LearningRate = 1e-3, Conditions = ConditionWeights.LogFrequency }, read);
    }

    [Fact]
    public void Every_option_that_is_wrong_is_named()
    {
        ArgumentException fault = Assert.Throws<ArgumentException>(() => ModelCatalog.ParseOptions(
            "ctgan", new Dictionary<string, string> { ["batchsize"] = "120", ["pac"] = "ten", ["beta1"] = "NaN", ["conditions"] = "rare" }));

        Assert.All(["'batchsize'", "'pac'", "'beta1'", "frequency, logFrequency"], name => Assert.Contains(name, fault.Message, StringComparison.Ordinal));
    }

    private sealed record OtherOptions : ModelOptions;
}
