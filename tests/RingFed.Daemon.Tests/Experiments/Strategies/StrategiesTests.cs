using RingFed.Daemon.Experiments;
using RingFed.Daemon.Experiments.Cohorts;
using RingFed.Daemon.Experiments.Judging;
using RingFed.Daemon.Experiments.Strategies;
using RingFed.Daemon.Tests.Experiments.Files;
using RingFed.Learning.Data;
using RingFed.Learning.Evaluation;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Tests.Experiments.Strategies;

/// <summary>Every strategy with a tiny generator on simulated patients.</summary>
public sealed class StrategiesTests
{
    private const string Tiny = "{ latentSize: 8, generatorSize: 8, criticSize: 8, batchSize: 20 }";

    private static readonly ExperimentPlan _plan = ExperimentFileTests.Load($$"""
        experiment: tiny
        cohort: { simulate: mds, sizes: [120, 70, 60] }
        training: { rounds: 2, steps: 2 }
        models:
          - { model: ctgan, options: {{Tiny}} }
        strategies:
          - kind: isolated
          - kind: pooled
          - kind: fedavg
          - kind: relay
          - kind: fedprox
          - kind: distribution-aware
          - kind: sequential
          - kind: synthetic-sharing
          - { kind: synthetic-sharing, label: filtered, filtered: true, generator: ctgan, options: {{Tiny}} }
          - { kind: relay, label: guarded, guard: true }
        """).Require();

    private static readonly ExperimentSplit _split = ExperimentSplit.Of(CohortSource.Load(_plan.Cohort, _plan.Partition), _plan.Split, 0);

    public static TheoryData<string> Labels => [.. _plan.Strategies.Select(strategy => strategy.Label)];

    [Theory]
    [MemberData(nameof(Labels))]
    public void A_strategy_gives_every_silo_a_model_that_draws_patients_and_gives_the_same_again(string label)
    {
        using ArmResult once = Run(label);
        using ArmResult again = Run(label);

        Assert.Equal(3, once.Models.Count);
        for (int silo = 0; silo < 3; silo++)
        {
            Assert.Equal(Parameters(once.Models[silo]), Parameters(again.Models[silo]));
            Assert.All(Parameters(once.Models[silo]), value => Assert.True(float.IsFinite(value)));
            Assert.Equal(5, ((IGenerativeModel)once.Models[silo]).Sample(new SampleRequest(5, 1, []), TestContext.Current.CancellationToken).Count);
        }
    }

    [Theory]
    [InlineData("isolated", false)]
    [InlineData("synthetic-sharing", false)]
    [InlineData("pooled", true)]
    [InlineData("relay", true)]
    [InlineData("sequential", true)]
    public void Silos_share_a_model_where_the_strategy_makes_one(string label, bool isShared)
    {
        using ArmResult arm = Run(label);

        Assert.Equal(isShared, arm.IsShared);
    }

    [Fact]
    public void The_rings_arms_differ_from_each_other_and_say_what_they_sent()
    {
        using ArmResult average = Run("fedavg");
        using ArmResult robust = Run("relay");

        Assert.NotEqual(average.Digest, robust.Digest);
        Assert.Equal(robust.Models[0].Layout.Count * 2, robust.PayloadBytes);
        Assert.InRange(robust.Cost!.BytesMean, 2.0 * robust.PayloadBytes!.Value, 3.0 * robust.PayloadBytes.Value);
        Assert.Equal(robust.Cost.BytesMean / (2.0 * robust.PayloadBytes.Value), robust.Cost.Ratio, 12);
        Assert.Contains(robust.Notes, note => note.Contains("geometric-median", StringComparison.Ordinal));
    }

    [Fact]
    public void Consistency_is_of_what_is_merged_and_turns_merge_nothing()
    {
        using ArmResult merged = Run("fedavg");
        using ArmResult turns = Run("sequential");

        Assert.InRange(merged.Consistency.Before!.Value, 1e-9, 1);
        Assert.Equal((null, null), turns.Consistency);
    }

    [Theory]
    [InlineData("shared", false)]
    [InlineData("personal", true)]
    public void Encoders_are_compared_where_silos_keep_their_own(string encoder, bool isCompared)
    {
        TorchSharp.torch.set_num_threads(1);
        CellPlan cell = new(new ModelPlan("m", "vae-bgm", new Dictionary<string, string> { ["encoder"] = encoder }), _plan.Strategies.Single(one => one.Label == "fedavg"), 0, 5);
        using ArmResult arm = StrategyCatalog.Of(cell.Strategy).Run(Arm.Of(_split, cell, _plan.Training with { Rounds = 1 }, threads: 1), TestContext.Current.CancellationToken);

        Assert.Equal(isCompared, arm.Agreement is not null);
    }

    [Fact]
    public void The_best_silo_gives_rows_and_a_filter_takes_fewer_of_them()
    {
        using ArmResult arm = Run("filtered");

        Assert.Contains(arm.Notes, note => note.Contains(" gives ", StringComparison.Ordinal));
        Assert.Equal(2, arm.Notes.Count(note => note.Contains(" takes ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(new[] { .7, .9, .8 }, 1)]
    [InlineData(new[] { .9, .7, .9 }, 2)]
    [InlineData(new[] { double.NaN, .1, double.NaN }, 1)]
    [InlineData(new[] { double.NaN, double.NaN, double.NaN }, 2)]
    public void The_best_judged_silo_gives_and_size_decides_where_scores_do_not(double[] scores, int donor) => Assert.Equal(
        donor,
        SyntheticSharingStrategy.DonorOf([.. scores.Select(score => double.IsNaN(score) ? (double?)null : score)], [50, 10, 90]));

    [Theory]
    [InlineData(.8, .7, true)]
    [InlineData(.7, .8, false)]
    [InlineData(.8, .8, false)]
    public void A_guard_keeps_a_silos_own_model_only_where_it_is_better(double own, double merged, bool keepsOwn) =>
        Assert.Equal(keepsOwn, GuardedStrategy.KeepsOwn(own, merged));

    /// <summary>Nobody has enough patients here to be judged by.</summary>
    [Fact]
    public void Where_no_silo_can_be_judged_the_largest_gives_as_many_rows_as_it_has_patients()
    {
        using ArmResult arm = Run("synthetic-sharing");

        string gives = Assert.Single(arm.Notes, note => note.Contains(" gives ", StringComparison.Ordinal));
        Assert.Equal($"silo-1 gives {_split.Silos[0].Train.Count} rows of ctgan", gives);
    }

    /// <summary>Two silos of three have enough patients to be judged by; who is best is reckoned here anew, and the filter by hand.</summary>
    [Fact]
    public void The_silo_whose_rows_are_most_like_patients_it_held_out_gives_and_receivers_take_what_is_near()
    {
        ExperimentPlan plan = _plan with { Cohort = _plan.Cohort with { Sizes = [400, 300, 40], Patients = 740 } };
        ExperimentSplit split = ExperimentSplit.Of(CohortSource.Load(plan.Cohort, plan.Partition), plan.Split, 0);
        Arm arm = Arm.Of(split, new CellPlan(new ModelPlan("network", "bayesian-network", new Dictionary<string, string>()), _plan.Strategies[0], 0, 5), _plan.Training, threads: 1);
        HeldoutSplit[] held = [.. arm.Silos.Select(silo => HeldoutSplit.Of(silo.Train, ~arm.Seed))];
        using ArmResult alone = new IsolatedStrategy().Run(arm with { Silos = [.. arm.Silos.Zip(held, (silo, parts) => silo with { Train = parts.Training })] }, TestContext.Current.CancellationToken);
        double?[] scores = [.. held.Select((parts, silo) => parts.Heldout.Count == 0 ? (double?)null : SiteScore.Of(alone.Models[silo], parts.Heldout, arm, TestContext.Current.CancellationToken))];
        int best = scores[0] >= scores[1] ? 0 : 1;
        Cohort rows = ((IGenerativeModel)alone.Models[best]).Sample(new SampleRequest(arm.Silos[best].Train.Count, arm.Seed, []), TestContext.Current.CancellationToken);

        using ArmResult shared = new SyntheticSharingStrategy(null, filtered: true).Run(arm, TestContext.Current.CancellationToken);

        Assert.Null(scores[2]);
        Assert.Equal($"silo-{best + 1} gives {rows.Count} rows of bayesian-network", shared.Notes[0]);
        Assert.Equal(
            Enumerable.Range(0, 3).Where(silo => silo != best).Select(silo => $"silo-{silo + 1} takes {NearRows.Of(rows, arm.Silos[silo].Train).Count} rows"),
            shared.Notes.Skip(1));
    }

    [Fact]
    public void The_guard_says_what_each_silo_keeps()
    {
        using ArmResult arm = Run("guarded");

        Assert.Equal(3, arm.Notes.Count(note => note.StartsWith("guard: silo-", StringComparison.Ordinal)));
    }

    /// <summary>Silos of which a fifth is enough to be judged by.</summary>
    [Fact]
    public void A_guard_holds_patients_out_and_says_who_trained_the_model_that_a_silo_keeps()
    {
        ExperimentPlan plan = _plan with { Cohort = _plan.Cohort with { Sizes = [400, 300, 40], Patients = 740 } };
        ExperimentSplit split = ExperimentSplit.Of(CohortSource.Load(plan.Cohort, plan.Partition), plan.Split, 0);
        using ArmResult arm = Run("guarded", split);

        Assert.InRange(arm.TrainedJointly!.Count, (int)(.6 * split.Train.Count), split.Train.Count - 40);
        for (int silo = 0; silo < 2; silo++)
        {
            Assert.True(arm.Notes.Contains($"guard: silo-{silo + 1} keeps its own model") || arm.Notes.Contains($"guard: silo-{silo + 1} keeps the merged one"));
            Assert.InRange(arm.Trained![silo].Count, split.Silos[silo].Train.Count / 2, split.Silos[silo].Train.Count - 20);
        }

        Assert.Contains(arm.Notes, note => note.StartsWith("guard: silo-3 keeps the merged one, not judged", StringComparison.Ordinal));
    }

    private static ArmResult Run(string label, ExperimentSplit? split = null)
    {
        TorchSharp.torch.set_num_threads(1);
        StrategyPlan strategy = _plan.Strategies.Single(one => one.Label == label);
        return StrategyCatalog.Of(strategy).Run(
            Arm.Of(split ?? _split, new CellPlan(_plan.Models[0], strategy, 0, 5), _plan.Training, threads: 1), TestContext.Current.CancellationToken);
    }

    private static float[] Parameters(IRingModel model)
    {
        float[] values = new float[model.Layout.Count];
        model.ExportParameters(values);
        return values;
    }
}
