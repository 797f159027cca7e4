using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models;
using RingFed.Learning.Models.BayesianNetwork;
using RingFed.Learning.Models.Checkpoints;
using RingFed.Learning.Tests.Data;
using RingFed.Learning.Tests.Encoding;
using RingFed.Learning.Tests.Models.Ctgan;

namespace RingFed.Learning.Tests.Models.BayesianNetwork;

public sealed class NetworkCheckpointTests
{
    private static readonly Cohort _cohort = TableToy.Draw(500, seed: 2);

    [Fact]
    public async Task A_restored_network_draws_the_same_patients()
    {
        using TemporaryFolder folder = new();
        using BayesianNetworkModel model = await NetworkToy.FitAsync(_cohort);
        model.SaveCheckpoint(Path.Combine(folder.Path, "network"), new CheckpointAddition([], new Dictionary<string, string> { ["round"] = "7" }));
        using BayesianNetworkModel restored = NetworkToy.Unfitted(_cohort, EncoderFit.FitLocally(_cohort));
        restored.LoadCheckpoint(Path.Combine(folder.Path, "network"));

        Assert.Equal("7", SafetensorsFile.LoadMetadata(Path.Combine(folder.Path, "network"))["round"]);
        Assert.Equal(model.Saved(), restored.Saved());
        (Cohort expected, Cohort drawn) = (model.Sample(100), restored.Sample(100));
        Assert.All(Enumerable.Range(0, drawn.Schema.Columns.Count), column => Assert.Equal(expected.Column(column).ToArray(), drawn.Column(column).ToArray()));
    }

    [Fact]
    public void Before_its_sums_a_network_is_saved_and_restored_but_draws_nothing()
    {
        using TemporaryFolder folder = new();
        using BayesianNetworkModel model = NetworkToy.Unfitted(_cohort, EncoderFit.FitLocally(_cohort));
        model.SaveCheckpoint(Path.Combine(folder.Path, "network"));
        model.LoadCheckpoint(Path.Combine(folder.Path, "network"));
        Assert.Throws<InvalidOperationException>(() => model.Sample(1));
    }

    [Fact]
    public async Task A_network_of_another_encoder_is_refused_and_nothing_changes()
    {
        using TemporaryFolder folder = new();
        using BayesianNetworkModel other = await NetworkToy.FitAsync(TableToy.Draw(300, seed: 4));
        other.SaveCheckpoint(Path.Combine(folder.Path, "network"));
        using BayesianNetworkModel model = await NetworkToy.FitAsync(_cohort);
        byte[] before = model.Saved();
        Assert.Throws<InvalidDataException>(() => model.LoadCheckpoint(Path.Combine(folder.Path, "network")));
        Assert.Equal(before, model.Saved());
    }

    [Fact]
    public async Task A_file_whose_trees_do_not_fit_is_refused()
    {
        using TemporaryFolder folder = new();
        using BayesianNetworkModel model = await NetworkToy.FitAsync(_cohort);
        model.SaveCheckpoint(Path.Combine(folder.Path, "network"));
        SafetensorsFile file = SafetensorsFile.Load(Path.Combine(folder.Path, "network"));
        foreach (SafetensorsEntry entry in file.Entries)
        {
            byte[] data = entry.Data.ToArray();
            Array.Fill(data, byte.MaxValue);
            new SafetensorsFile([.. file.Entries.Select(e => e == entry ? e with { Data = data } : e)], file.Metadata).Save(Path.Combine(folder.Path, "damaged"));
            if (entry.Name != "trees.sides")
            {
                Assert.Throws<InvalidDataException>(() => model.LoadCheckpoint(Path.Combine(folder.Path, "damaged")));
            }
        }
    }

    [Fact]
    public async Task There_are_no_parameters_to_exchange_and_nothing_to_train()
    {
        using BayesianNetworkModel model = await NetworkToy.FitAsync(_cohort);
        Assert.Equal(0, model.Layout.Count);
        model.ExportParameters([]);
        model.ImportParameters([]);
        Assert.Throws<ArgumentException>(() => model.ImportParameters([1]));
        Assert.Equal(0, model.Train(5).Steps);
    }

    [Fact]
    public void Options_are_read_and_refused_by_name()
    {
        Assert.Equal(
            new BayesianNetworkOptions { Bins = 8, Parents = 2, Smoothing = 0.1, Personal = true },
            ModelCatalog.ParseOptions("bayesian-network", new Dictionary<string, string> { ["bins"] = "8", ["parents"] = "2", ["smoothing"] = "0.1", ["personal"] = "true" }));
        Assert.All(
            new[] { ("bins", "1"), ("groups", "13"), ("parents", "13"), ("smoothing", "-1"), ("penalty", "0"), ("ridge", "0"), ("personal", "yes"), ("bin", "8") },
            wrong => Assert.Contains(wrong.Item1, Assert.Throws<ArgumentException>(
                () => ModelCatalog.ParseOptions("bayesian-network", new Dictionary<string, string> { [wrong.Item1] = wrong.Item2 })).Message, StringComparison.Ordinal));
    }
}
