using RingFed.Daemon.Experiments;
using RingFed.Daemon.Experiments.Cells;
using RingFed.Daemon.Experiments.Results;
using RingFed.Daemon.Tests.Commands;
using RingFed.Daemon.Tests.Experiments.Files;

namespace RingFed.Daemon.Tests.Experiments;

public sealed class ExperimentRunTests
{
    private const string Text = """
        experiment: tiny
        cohort: { simulate: mds, sizes: [150, 90, 60] }
        split: { repeats: 1 }
        training: { rounds: 2, steps: 3 }
        judging: { silos: own, groups: [shape, genes, survival.os] }
        models:
          - { model: ctgan, options: { latentSize: 8, generatorSize: 8, criticSize: 8, batchSize: 20 } }
        strategies:
          - kind: isolated
          - kind: relay
          - kind: pooled
        """;

    [Fact]
    public void A_run_that_was_stopped_goes_on_and_ends_with_the_same_table()
    {
        using ScratchFolder folder = new();
        ExperimentPlan plan = ExperimentFileTests.Load(Text).Require();
        (string whole, string halves) = (Path.Combine(folder.Path, "whole"), Path.Combine(folder.Path, "halves"));
        new ExperimentRun(plan, whole, TimeProvider.System).Run(_ => { }, TestContext.Current.CancellationToken);

        using CancellationTokenSource stop = new();
        Assert.ThrowsAny<OperationCanceledException>(() => new ExperimentRun(plan, halves, TimeProvider.System).Run(StopAfterTwo, stop.Token));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(halves, "cells")).Length);
        Assert.Contains("| ctgan | relay", File.ReadAllText(Path.Combine(halves, "table.md")), StringComparison.Ordinal);
        Assert.DoesNotContain("| ctgan | pooled", File.ReadAllText(Path.Combine(halves, "table.md")), StringComparison.Ordinal);
        List<ExperimentProgress> second = [];
        new ExperimentRun(plan, halves, TimeProvider.System).Run(second.Add, TestContext.Current.CancellationToken);

        Assert.Equal([(2, 2), (3, 2)], second.Select(progress => (progress.Done, progress.Found)));
        Assert.Equal(File.ReadAllText(Path.Combine(whole, "results.csv")), File.ReadAllText(Path.Combine(halves, "results.csv")));
        Assert.Equal(
            Directory.GetFiles(Path.Combine(whole, "plots")).Select(Path.GetFileName).Order(),
            Directory.GetFiles(Path.Combine(halves, "plots")).Select(Path.GetFileName).Order());

        void StopAfterTwo(ExperimentProgress progress)
        {
            if (progress.Done == 2)
            {
                stop.Cancel();
            }
        }
    }

    [Fact]
    public void Cells_side_by_side_give_what_they_give_one_by_one()
    {
        using ScratchFolder folder = new();
        ExperimentPlan plan = ExperimentFileTests.Load(Text.Replace("repeats: 1", "repeats: 2", StringComparison.Ordinal).Replace("silos: own", "silos: own, byRound: [1]", StringComparison.Ordinal)).Require();
        (string one, string many) = (Path.Combine(folder.Path, "one"), Path.Combine(folder.Path, "many"));

        new ExperimentRun(plan, one, TimeProvider.System).Run(_ => { }, TestContext.Current.CancellationToken);
        List<ExperimentProgress> told = [];
        (ExperimentTable table, _) = new ExperimentRun(plan, many, TimeProvider.System, jobs: 3).Run(told.Add, TestContext.Current.CancellationToken);

        Assert.Equal(File.ReadAllText(Path.Combine(one, "results.csv")), File.ReadAllText(Path.Combine(many, "results.csv")));
        Assert.Equal((7, 6), (told.Count, told[^1].Done));
        TableRow ring = table.Rows.Single(row => row is { Strategy: "relay", Scope: "joint" });
        Assert.Equal((210.0, 2.0, 6.0, 0.0), (ring.TrainedOn, ring.Rounds, ring.UpdatesPerSilo, ring.ConsistencyAfter));
        Assert.InRange(ring.CostRatio!.Value, 1, 1.2);
        Assert.InRange(ring.ConsistencyBefore!.Value, 1e-9, 1);
        Assert.Equal([("relay", 1), ("relay", 2)], table.Curves.Where(curve => curve.Metric == "gsf").SelectMany(curve => curve.Points.Select(point => (curve.Strategy, point.Round))));
        Assert.True(File.Exists(Path.Combine(many, "plots", "by-round-csf.svg")));
    }

    [Fact]
    public void Arms_that_differ_by_label_alone_are_run_once_and_both_are_tabled()
    {
        using ScratchFolder folder = new();
        ExperimentPlan plan = ExperimentFileTests.Load(Text.Replace(
            "  - kind: isolated\n  - kind: relay\n  - kind: pooled", "  - { kind: relay, label: mean, rule: weighted-mean }\n  - kind: fedavg", StringComparison.Ordinal)).Require();

        (ExperimentTable table, IReadOnlyList<FinishedCell> cells) = new ExperimentRun(plan, folder.Path, TimeProvider.System, jobs: 2).Run(_ => { }, TestContext.Current.CancellationToken);

        Assert.Equal(["mean", "fedavg"], cells.Select(cell => cell.Plan.Strategy.Label));
        Assert.Same(cells[0].Result, cells[1].Result);
        Assert.Single(Directory.GetFiles(folder["cells"]));
        Assert.Equal(["mean", "fedavg"], table.Rows.Where(row => row.Scope == "joint").Select(row => row.Strategy));
    }

    [Fact]
    public void The_last_round_alone_may_be_judged()
    {
        using ScratchFolder folder = new();
        ExperimentPlan plan = ExperimentFileTests.Load(Text.Replace("silos: own", "silos: none, byRound: [2]", StringComparison.Ordinal)).Require();

        (ExperimentTable table, _) = new ExperimentRun(plan, folder.Path, TimeProvider.System).Run(_ => { }, TestContext.Current.CancellationToken);

        Assert.Equal([("relay", 2)], table.Curves.Where(curve => curve.Metric == "gsf").SelectMany(curve => curve.Points.Select(point => (curve.Strategy, point.Round))));
    }

    /// <summary>What takes as long as all others is measured where it is named, at the silos too, and nowhere else.</summary>
    [Theory]
    [InlineData("groups: [uses]", true, true)]
    [InlineData("groups: [shape, uses]", true, true)]
    [InlineData("groups: [shape], siloGroups: [uses.effects]", false, true)]
    public void Uses_are_judged_where_they_are_named(string judging, bool jointly, bool atSilos)
    {
        using ScratchFolder folder = new();
        ExperimentPlan plan = ExperimentFileTests.Load(Text.Replace("groups: [shape, genes, survival.os]", judging, StringComparison.Ordinal)).Require();
        plan = plan with { Models = [new ModelPlan("m", "bayesian-network", new Dictionary<string, string>())], Strategies = [plan.Strategies[1]] };

        (ExperimentTable table, IReadOnlyList<FinishedCell> cells) = new ExperimentRun(plan, folder.Path, TimeProvider.System).Run(_ => { }, TestContext.Current.CancellationToken);

        Assert.Null(cells.Single().Result.Error);
        Assert.Equal(
            (jointly, atSilos),
            (Names("joint").Contains("hazardCorrelation.os"), Names("silo-3").Contains("hazardCorrelation.os")));
        Assert.Contains("dcrShare", Names("silo-3"));
        Assert.All(cells.Single().Result.Scopes.Where(scope => scope.Scope != "joint"), scope => Assert.NotNull(scope.Copying));

        string[] Names(string scope) => [.. cells.Single().Result.Scopes.Single(one => one.Scope == scope).Metrics.Select(metric => metric.Name)];
    }

    [Theory]
    [InlineData("groups: [shape, survivall]", "judging.groups names survivall: there is no such group of metrics for schema")]
    [InlineData("siloGroups: [gene]", "judging.siloGroups names gene: there is no such group of metrics for schema")]
    public async Task A_group_of_metrics_that_is_not_there_is_refused_before_any_cell(string judging, string sentence)
    {
        using ScratchFolder folder = new();
        string file = Path.Combine(folder.Path, "tiny.yaml");
        await File.WriteAllTextAsync(file, Text.Replace("groups: [shape, genes, survival.os]", judging, StringComparison.Ordinal), TestContext.Current.CancellationToken);

        foreach (string[] options in new string[][] { [], ["--quick"] })
        {
            Invocation run = await Invocation.RunAsync(["experiment", file, "--out", folder.Path, .. options]);

            Assert.Equal(ExitCodes.BadInput, run.ExitCode);
            Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        }

        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task The_command_runs_a_file_quickly_and_writes_all_results()
    {
        using ScratchFolder folder = new();
        string file = Path.Combine(folder.Path, "tiny.yaml");
        await File.WriteAllTextAsync(file, Text, TestContext.Current.CancellationToken);

        Invocation run = await Invocation.RunAsync("experiment", file, "--quick", "--out", folder.Path);

        Assert.Equal((ExitCodes.Success, true), (run.ExitCode, run.Error.Contains("3 of 3 cells", StringComparison.Ordinal)));
        Assert.Contains("| ctgan | relay", run.Output, StringComparison.Ordinal);
        Assert.Contains("## silo-3", run.Output, StringComparison.Ordinal);
        Assert.Contains("geometric-median", run.Output[run.Output.IndexOf("## notes", StringComparison.Ordinal)..], StringComparison.Ordinal);
        string results = Path.Combine(folder.Path, "tiny-quick");
        Assert.All(["table.md", "results.csv", "results.json", "plots/shape.svg"], name => Assert.True(File.Exists(Path.Combine(results, name)), name));
    }

    [Fact]
    public void Membership_at_one_silos_model_is_asked_of_the_patients_that_trained_it()
    {
        using ScratchFolder folder = new();
        ExperimentPlan plan = ExperimentFileTests.Load(Text.Replace("own, groups: [shape, genes, survival.os]", "joint, groups: [shape, membership]", StringComparison.Ordinal)).Require();
        plan = plan with { Strategies = [plan.Strategies[0]] };

        (_, IReadOnlyList<FinishedCell> cells) = new ExperimentRun(plan, folder.Path, TimeProvider.System).Run(_ => { }, TestContext.Current.CancellationToken);

        Assert.Equal([210, 105, 63, 42], cells.Single().Result.Scopes.Select(scope => scope.TrainRows));
    }

    [Fact]
    public async Task Faults_of_a_file_are_listed_and_nothing_runs()
    {
        using ScratchFolder folder = new();
        string file = Path.Combine(folder.Path, "bad.yaml");
        await File.WriteAllTextAsync(file, Text.Replace("rounds: 2", "rounds: 0", StringComparison.Ordinal).Replace("kind: pooled", "kind: pool", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        Invocation run = await Invocation.RunAsync("experiment", file, "--out", folder.Path);

        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("bad.yaml:4: training.rounds is '0'", run.Error, StringComparison.Ordinal);
        Assert.Contains("bad.yaml:11: strategies[2].kind is 'pool'; did you mean pooled?", run.Error, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_cell_that_fails_is_a_row_that_says_why_and_the_exit_code_tells()
    {
        using ScratchFolder folder = new();
        string file = Path.Combine(folder.Path, "few.yaml");
        string text = Text.Replace("[150, 90, 60]", "[150, 90, 8]", StringComparison.Ordinal).Replace("own, groups: [shape, genes, survival.os]", "none, groups: [shape]", StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);

        Invocation run = await Invocation.RunAsync("experiment", file, "--out", folder.Path);

        Assert.Equal(ExitCodes.Failure, run.ExitCode);
        Assert.Contains("| ctgan | isolated | 1 of 1 | The ring holds 6 records; fewer than 10 are not encoded.", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 failed", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Checking_says_what_would_run_and_a_missing_cohort_is_bad_input()
    {
        using ScratchFolder folder = new();
        string file = Path.Combine(folder.Path, "folder.yaml");
        await File.WriteAllTextAsync(file, Text.Replace("{ simulate: mds, sizes: [150, 90, 60] }", "{ folder: nowhere }", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        Invocation checkedOnly = await Invocation.RunAsync("experiment", file, "--check");
        Invocation run = await Invocation.RunAsync("experiment", file, "--out", folder.Path);

        Assert.Equal($"tiny: 1 models x 3 strategies x 1 splits x 1 seeds = 3 cells, less those of pairs that do not apply to each other{Environment.NewLine}", checkedOnly.Output);
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("holds no prepared cohort", run.Error, StringComparison.Ordinal);
    }
}
