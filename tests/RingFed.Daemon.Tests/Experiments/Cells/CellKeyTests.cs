using RingFed.Daemon.Experiments;
using RingFed.Daemon.Experiments.Cells;
using RingFed.Daemon.Tests.Experiments.Files;

namespace RingFed.Daemon.Tests.Experiments.Cells;

public sealed class CellKeyTests
{
    private const string Text = """
        experiment: small
        cohort: { simulate: mds, sizes: [40, 30] }
        models:
          - { model: ctgan, options: { batchSize: 20 } }
        strategies:
          - kind: relay
        """;

    private static readonly ExperimentPlan _plan = ExperimentFileTests.Load(Text).Require();
    private static readonly CellPlan _cell = _plan.Cells().First();
    private static readonly string _key = CellKey.Of(_plan, _cell, "patients");

    [Theory]
    [InlineData("batchSize: 20", "batchSize: 40")]
    [InlineData("kind: relay", "{ kind: relay, rule: mean }")]
    [InlineData("kind: relay", "{ kind: relay, mu: .1 }")]
    [InlineData("kind: relay", "{ kind: relay, guard: true }")]
    [InlineData("kind: relay", "kind: pooled")]
    [InlineData("models:", "training: { steps: 7 }\nmodels:")]
    [InlineData("models:", "split: { holdout: .2 }\nmodels:")]
    [InlineData("models:", "split: { seed: 2 }\nmodels:")]
    [InlineData("models:", "judging: { groups: [shape] }\nmodels:")]
    [InlineData("models:", "seeds: [2]\nmodels:")]
    [InlineData("models:", "judging: { siloGroups: [shape] }\nmodels:")]
    [InlineData("models:", "judging: { byRound: [1] }\nmodels:")]
    public void What_a_result_follows_from_makes_another_key(string before, string after)
    {
        string text = after.StartsWith('{') ? Text.Replace($"- {before}", $"- {after}", StringComparison.Ordinal) : Text.Replace(before, after, StringComparison.Ordinal);
        ExperimentPlan changed = ExperimentFileTests.Load(text).Require();

        Assert.NotEqual(_key, CellKey.Of(changed, changed.Cells().First(), "patients"));
    }

    [Fact]
    public void Other_patients_another_split_and_another_seed_make_another_key() => Assert.Equal(
        4,
        new[] { _key, CellKey.Of(_plan, _cell, "others"), CellKey.Of(_plan, _cell with { Split = 1 }, "patients"), CellKey.Of(_plan, _cell with { Seed = 9 }, "patients") }.Distinct().Count());

    [Fact]
    public void Another_build_of_any_part_makes_another_key()
    {
        Assert.NotEqual(_key, CellKey.Of(_plan, _cell, "patients", build: "another"));
        Assert.Equal(_key, CellKey.Of(_plan, _cell, "patients", BuildIdentity.Text));
        Assert.All(
            ["RingFed.Learning.dll", "RingFed.Federation.dll", "RingFed.Simulation.dll"],
            part => Assert.Contains(part, BuildIdentity.Text, StringComparison.Ordinal));
        Assert.Contains(typeof(BuildIdentity).Module.ModuleVersionId.ToString("N"), BuildIdentity.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model: ctgan,", "model: ctgan, label: mine,")]
    [InlineData("experiment: small", "experiment: large")]
    [InlineData("models:", "split: { repeats: 9 }\nmodels:")]
    public void Names_and_further_repeats_leave_results_where_they_are(string before, string after)
    {
        ExperimentPlan changed = ExperimentFileTests.Load(Text.Replace(before, after, StringComparison.Ordinal)).Require();

        Assert.Equal(_key, CellKey.Of(changed, changed.Cells().First(), "patients"));
    }
}
