using RingFed.Daemon.Experiments;
using RingFed.Daemon.Experiments.Files;
using RingFed.Federation.Topology;

namespace RingFed.Daemon.Tests.Experiments.Files;

public sealed class ExperimentFileTests
{
    private const string Minimal = """
        experiment: small
        cohort: { simulate: mds, sizes: [40, 30] }
        models:
          - model: ctgan
        strategies:
          - kind: relay
        """;

    [Fact]
    public void What_is_not_written_has_its_default()
    {
        ExperimentPlan plan = Load(Minimal).Require();

        Assert.Equal((70, PartitionKind.AsIs, 5, 25, 100), (plan.Cohort.Patients, plan.Partition.By, plan.Split.Count, plan.Training.Rounds, plan.Training.Steps));
        Assert.Equal([1L], plan.Seeds);
        Assert.Equal(("ctgan", "relay", "auto"), (plan.Models[0].Label, plan.Strategies[0].Label, plan.Strategies[0].Rule));
        Assert.Equal(5, plan.Cells().Count());
    }

    [Fact]
    public void Every_fault_is_listed_with_its_line_and_field()
    {
        string text = """
            experiment: Small one
            cohort: { simulate: mds, public: aml, patients: 3, tables: [a.csv] }
            partition: { by: iid, column: sex, silos: 1 }
            split: { by: folds, holdout: .2, folds: 1 }
            training: { rounds: many, codec: float16 }
            judging: { silos: all }
            models:
              - { model: ctgan, options: { batchSize: none, size: 3 } }
              - { model: transformer }
            strategies:
              - { kind: relay, rule: krumm, generator: ctgan }
              - { kind: isolated, mu: 1, guard: maybe }
              - kind: isolated
            seeds: [1, 1, -2]
            extra: 1
            """;

        string[] faults = [.. Load(text).Faults.Select(fault => $"{fault.Line} {fault.Field}")];

        Assert.Equal(
            [
                "1 experiment", "2 cohort.patients", "2 cohort.public", "2 cohort.tables", "3 partition.column", "3 partition.silos", "4 split.folds", "4 split.holdout",
                "5 training.codec", "5 training.rounds", "6 judging.silos", "8 models[0].options", "8 models[0].options", "9 models[1].model",
                "11 strategies", "11 strategies[0].generator", "11 strategies[0].rule", "12 strategies[1].guard", "12 strategies[1].guard", "12 strategies[1].mu",
                "14 seeds", "14 seeds", "15 extra",
            ],
            faults.OrderBy(fault => int.Parse(fault.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)).ThenBy(fault => fault, StringComparer.Ordinal));
    }

    [Fact]
    public void An_empty_file_says_what_it_lacks()
    {
        string[] fields = [.. Load("seeds: [1]").Faults.Select(fault => fault.Field)];

        Assert.Equal(["cohort.simulate", "experiment", "models", "strategies"], fields.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("cohort: { simulate: mds, patients: 100 }", "partition.by")]
    [InlineData("cohort: { simulate: mds, sizes: [40, 30], patients: 80 }", "cohort.sizes")]
    [InlineData("cohort: { schema: a.yaml }", "cohort.tables")]
    [InlineData("cohort: { simulate: mds, sizes: [40, 30] }\nsplit: { by: given }", "split.by")]
    [InlineData("cohort: { simulate: sickle, sizes: [40, 30] }", "cohort.sizes")]
    public void What_does_not_fit_together_is_a_fault(string cohort, string field)
    {
        Loaded<ExperimentPlan> loaded = Load(Minimal.Replace("cohort: { simulate: mds, sizes: [40, 30] }", cohort, StringComparison.Ordinal));

        Assert.Equal(field, Assert.Single(loaded.Faults).Field);
    }

    [Theory]
    [InlineData("fedavg")]
    [InlineData("fedprox")]
    [InlineData("distribution-aware")]
    public void A_kind_that_is_a_rule_takes_no_other(string kind)
    {
        Loaded<ExperimentPlan> loaded = Load(Minimal.Replace("kind: relay", $"{{ kind: {kind}, rule: krum }}", StringComparison.Ordinal));

        Assert.Equal("strategies[0].rule", Assert.Single(loaded.Faults).Field);
    }

    [Fact]
    public void A_model_may_be_run_with_fewer_seeds_than_the_others()
    {
        string text = Minimal.Replace("  - model: ctgan", "  - { model: ctgan, seeds: [2] }\n  - model: vae-bgm\nseeds: [1, 2]", StringComparison.Ordinal);

        ExperimentPlan plan = Load(text).Require();

        Assert.Equal([("vae-bgm", 1L), ("ctgan", 2L), ("vae-bgm", 2L)], plan.Cells().Where(cell => cell.Split == 0).Select(cell => (cell.Model.Label, cell.Seed)));
        Assert.Equal(["ctgan", "vae-bgm"], plan.Quick().Cells().Select(cell => cell.Model.Label));
        Assert.Equal("models[0].seeds", Assert.Single(Load(text.Replace("[2]", "[3]", StringComparison.Ordinal)).Faults).Field);
    }

    [Fact]
    public void Rounds_to_judge_are_rounds_of_the_training()
    {
        string text = Minimal.Replace("models:", "judging: { byRound: [10, 1, 5], siloGroups: [shape] }\ntraining: { rounds: 10 }\nmodels:", StringComparison.Ordinal);

        Assert.Equal([1, 5, 10], Load(text).Require().Judging.ByRound);
        Assert.Equal("judging.byRound", Assert.Single(Load(text.Replace("rounds: 10", "rounds: 9", StringComparison.Ordinal)).Faults).Field);
    }

    [Fact]
    public void A_silos_model_is_judged_by_headlines_unless_the_file_says_otherwise()
    {
        string[] possible = ["shape", "detection", "membership", "genes", "survival.os"];
        JudgingPlan plan = Load(Minimal).Require().Judging;

        Assert.Equal(["detection", "genes", "survival.os", "dcr", "membership"], plan.GroupsOfSilos(possible));
        Assert.Equal(["genes", "dcr", "membership"], (plan with { Groups = ["shape", "genes"] }).GroupsOfSilos(possible));
        Assert.Equal(["shape", "dcr", "membership"], (plan with { Groups = ["shape"] }).GroupsOfSilos(possible));
        Assert.Equal(["membership", "dcr"], (plan with { SiloGroups = ["membership"] }).GroupsOfSilos(possible));
    }

    [Fact]
    public void Quick_shrinks_everything_and_keeps_every_arm()
    {
        ExperimentPlan plan = Load(Minimal.Replace("[40, 30]", "[4000, 427]", StringComparison.Ordinal)).Require();

        ExperimentPlan quick = plan.Quick();

        Assert.Equal(("small-quick", 1, 2, 3), (quick.Name, quick.Split.Count, quick.Training.Rounds, quick.Training.Steps));
        Assert.Equal([271, 28], quick.Cohort.Sizes);
        Assert.Equal(299, quick.Cohort.Patients);
        Assert.Equal(plan.Strategies, quick.Strategies);
    }

    [Fact]
    public void Quick_leaves_folds_as_they_are_and_repeats_once()
    {
        ExperimentPlan quick = Load(Minimal.Replace("models:", "split: { by: folds, folds: 5, repeats: 50 }\nmodels:", StringComparison.Ordinal)).Require().Quick();

        Assert.Equal((5, 1), (quick.Split.Folds, quick.Split.Repeats));
    }

    internal static Loaded<ExperimentPlan> Load(string text) => ExperimentFile.Parse(text, "experiment.yaml");
}
