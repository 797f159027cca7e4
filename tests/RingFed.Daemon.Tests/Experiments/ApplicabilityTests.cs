using RingFed.Daemon.Experiments;
using RingFed.Daemon.Experiments.Cells;
using RingFed.Daemon.Tests.Commands;
using RingFed.Daemon.Tests.Experiments.Files;
using RingFed.Learning.Data.Simulated;

namespace RingFed.Daemon.Tests.Experiments;

public sealed class ApplicabilityTests
{
    private const string Text = """
        experiment: pairs
        cohort: { simulate: sickle, patients: 90 }
        partition: { by: sizes, sizes: [30, 30, 30] }
        split: { repeats: 1 }
        models:
          - { model: logistic-regression, options: { target: silent_infarct } }
        strategies:
          - kind: isolated
          - kind: fedavg
          - kind: relay
          - kind: fedprox
          - kind: distribution-aware
          - kind: sequential
          - kind: synthetic-sharing
        """;

    [Fact]
    public void Of_a_model_that_sums_make_every_way_to_merge_is_one_arm() => Assert.Equal(
        ["fedavg", "fedprox", "distribution-aware", "sequential", "synthetic-sharing"],
        Applicability.Of(ExperimentFileTests.Load(Text).Require(), SickleSchema.Instance).Select(pair => pair.Strategy));

    [Fact]
    public void A_model_that_trains_goes_with_every_strategy()
    {
        ExperimentPlan plan = ExperimentFileTests.Load(Text.Replace("logistic-regression, options: { target: silent_infarct }", "ctgan", StringComparison.Ordinal)).Require();

        Assert.Empty(Applicability.Of(plan, SickleSchema.Instance));
    }

    [Fact]
    public async Task What_does_not_apply_is_a_line_and_no_failure()
    {
        using ScratchFolder folder = new();
        string file = Path.Combine(folder.Path, "pairs.yaml");
        await File.WriteAllTextAsync(file, Text, TestContext.Current.CancellationToken);

        Invocation run = await Invocation.RunAsync("experiment", file, "--out", folder.Path);

        Assert.Equal((ExitCodes.Success, true), (run.ExitCode, run.Error.Contains("2 of 2 cells", StringComparison.Ordinal)));
        Assert.Contains("| logistic-regression | sequential         | the model is fitted by sums", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "not applicable,logistic-regression,fedavg",
            await File.ReadAllTextAsync(Path.Combine(folder.Path, "pairs", "results.csv"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_ring_of_two_is_refused_as_by_daemons()
    {
        using ScratchFolder folder = new();
        ExperimentPlan plan = ExperimentFileTests.Load(Text.Replace("[30, 30, 30]", "[50, 40]", StringComparison.Ordinal)).Require();

        CommandFailure refused = Assert.Throws<CommandFailure>(() => new ExperimentRun(plan, folder.Path, TimeProvider.System).Run(_ => { }, TestContext.Current.CancellationToken));

        Assert.Contains("fewer than 3", refused.Message, StringComparison.Ordinal);
    }
}
