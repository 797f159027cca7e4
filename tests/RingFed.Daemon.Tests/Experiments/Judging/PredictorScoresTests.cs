using RingFed.Daemon.Experiments;
using RingFed.Daemon.Experiments.Cohorts;
using RingFed.Daemon.Experiments.Judging;
using RingFed.Daemon.Experiments.Strategies;
using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models;
using RingFed.Learning.Models.Checkpoints;

namespace RingFed.Daemon.Tests.Experiments.Judging;

public sealed class PredictorScoresTests
{
    private static readonly CohortSchema _schema = new()
    {
        Name = "patients",
        Origin = CohortOrigin.Simulated,
        Columns =
        [
            new ColumnSchema { Name = "x", Kind = ColumnKind.Continuous, Minimum = -100, Maximum = 100 },
            new ColumnSchema { Name = "years", Kind = ColumnKind.Continuous, Minimum = .1, Maximum = 100 },
            new ColumnSchema { Name = "died", Kind = ColumnKind.Binary, Maximum = 1, Categories = ["0", "1"] },
        ],
        Endpoints = [new EndpointSchema("os", 1, 2)],
    };

    /// <summary>Times 1 to 4, all events but the last.</summary>
    private static readonly Cohort _patients = new(_schema, [[4, 3, 2, 1], [1, 2, 3, 4], [1, 1, 1, 0]]);

    [Fact]
    public void Risks_that_fall_with_time_are_in_order_and_reversed_ones_are_not()
    {
        Assert.Equal(1, Score(new Fixed(PredictionKind.Risk, +1), "cIndex"));
        Assert.Equal(0, Score(new Fixed(PredictionKind.Risk, -1), "cIndex"));
    }

    /// <summary>Censored early, so that the two ways to count pairs differ: both by hand.</summary>
    [Fact]
    public void Both_concordances_are_told_and_censoring_weighs_in_one_of_them()
    {
        // Times 1 (event), 2 (censored), 3 (event), 4 (censored), risks 4 1 2 3: pairs (1,2) (1,3) (1,4) right, (3,4) wrong: 3/4.
        // G before 3 is 2/3, so that pair counts 9/4: 3/(3 + 9/4) = 4/7.
        Cohort censored = new(_schema, [[4, 1, 2, 3], [1, 2, 3, 4], [1, 0, 1, 0]]);

        IReadOnlyList<MeasuredMetric> scores = PredictorScores.Of(new Fixed(PredictionKind.Risk, +1), censored, Plan);

        Assert.Equal(["cIndex", "cIndexIpcw"], scores.Select(score => score.Name));
        Assert.Equal(.75, scores[0].Value!.Value, 12);
        Assert.Equal(4.0 / 7, scores[1].Value!.Value, 12);
    }

    [Fact]
    public void Probabilities_are_scored_by_hand_worked_values()
    {
        // Predicted .9 .7 .3 .1 for 1 1 1 0: AUC needs two of a class; of two calls both hit, of three positives two: F1 = 4/5.
        Fixed model = new(PredictionKind.Probability, 1) { Values = [.9, .7, .3, .1] };

        Assert.Null(Score(model, "auc"));
        Assert.Equal(.8, Score(model, "f1")!.Value, 12);
        Assert.Equal(.75, Score(model, "accuracy")!.Value, 12);
    }

    [Fact]
    public void Where_nobody_has_the_outcome_there_is_no_F1_whatever_was_foretold()
    {
        Cohort nobody = new(_schema, [[4, 3, 2, 1], [1, 2, 3, 4], [0, 0, 0, 0]]);
        ModelPlan plan = Plan with { Options = new Dictionary<string, string> { ["target"] = "died" } };

        Assert.All(
            [[.1, .2, .3, .4], [.9, .7, .3, .1]],
            (double[] values) => Assert.Null(PredictorScores.Of(new Fixed(PredictionKind.Probability, 1) { Values = values }, nobody, plan).Single(one => one.Name == "f1").Value));
    }

    [Fact]
    public void A_target_that_is_not_there_is_named()
    {
        ModelPlan plan = new("m", "m", new Dictionary<string, string> { ["target"] = "relapse" });

        Assert.Contains("`relapse`", Assert.Throws<ArgumentException>(() => PredictorScores.Of(new Fixed(PredictionKind.Risk, 1), _patients, plan)).Message, StringComparison.Ordinal);
        Assert.Contains("`relapse`", Assert.Throws<ArgumentException>(() => PredictorScores.Of(new Fixed(PredictionKind.Probability, 1), _patients, plan)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Models_of_their_own_are_judged_jointly_by_the_weighted_mean()
    {
        ExperimentSplit split = new([new SplitSilo("a", _patients, _patients), new SplitSilo("b", _patients.Take([0, 1]), _patients)], _patients, _patients);
        ArmResult arm = new([new Fixed(PredictionKind.Risk, +1), new Fixed(PredictionKind.Risk, -1)]);
        CellPlan cell = new(Plan, new StrategyPlan("isolated", StrategyKind.Isolated), 0, 1);

        Judgement judged = ArmJudge.Judge(arm, Share(split with { Train = _patients.Take([0, 1, 2, 3, 0, 1]) }), cell, _plan, TestContext.Current.CancellationToken);

        Assert.Equal(["joint", "a", "b"], judged.Scopes.Select(scope => scope.Scope));
        Assert.Equal([4.0 / 6, 1, 0], judged.Scopes.Select(scope => scope.Metrics[0].Value!.Value));
    }

    [Fact]
    public void Patients_that_a_guard_held_out_are_not_among_those_trained_on()
    {
        ExperimentSplit split = new([new SplitSilo("a", _patients, _patients), new SplitSilo("b", _patients, _patients)], Cohort.Concatenate([_patients, _patients]), _patients);
        ArmResult arm = new([new Fixed(PredictionKind.Risk, +1), new Fixed(PredictionKind.Risk, +1)])
        {
            Trained = [_patients.Take([0, 1]), _patients.Take([0, 1, 2])],
            TrainedJointly = _patients.Take([0, 1, 0, 1, 2]),
        };

        Judgement judged = ArmJudge.Judge(arm, Share(split), new CellPlan(Plan, new StrategyPlan("relay", StrategyKind.Relay), 0, 1), _plan, TestContext.Current.CancellationToken);

        Assert.Equal([5, 2, 3], judged.Scopes.Select(scope => scope.TrainRows));
    }

    [Fact]
    public void The_joint_score_of_a_share_keeps_its_patients_draws_and_that_of_folds_none()
    {
        Cohort many = _patients.Take([.. Enumerable.Range(0, 40).Select(row => row % 4)]);
        ExperimentSplit split = new([new SplitSilo("a", many, many), new SplitSilo("b", many, many)], Cohort.Concatenate([many, many]), many);
        ArmResult arm = new([new Fixed(PredictionKind.Risk, +1), new Fixed(PredictionKind.Risk, -1)]);
        CellPlan cell = new(Plan, new StrategyPlan("isolated", StrategyKind.Isolated), 0, 1);

        MeasuredMetric share = ArmJudge.Judge(arm, Share(split), cell, _plan, TestContext.Current.CancellationToken).Scopes[0].Metrics[0];
        MeasuredMetric folds = ArmJudge.Judge(arm, Share(split), cell, _plan with { Split = _plan.Split with { Folds = 5 } }, TestContext.Current.CancellationToken).Scopes[0].Metrics[0];

        // Right by one model and reversed by the other: one half in every draw.
        Assert.Equal(1000, share.Replicates!.Count);
        Assert.All(share.Replicates, value => Assert.Equal(share.Value!.Value, value, 12));
        Assert.Null(folds.Replicates);
    }

    private static readonly ExperimentPlan _plan = Files.ExperimentFileTests.Load("""
        experiment: small
        cohort: { simulate: mds, sizes: [40, 30] }
        models:
          - model: cox
        strategies:
          - kind: isolated
        """).Require();

    private static SplitShare Share(ExperimentSplit split) => new(split, seed: 1, _plan.Judging);

    private static ModelPlan Plan { get; } = new("m", "m", new Dictionary<string, string>());

    private static double? Score(Fixed model, string metric)
    {
        ModelPlan plan = model.Kind == PredictionKind.Risk ? Plan : Plan with { Options = new Dictionary<string, string> { ["target"] = "died" } };
        return PredictorScores.Of(model, _patients, plan).Single(one => one.Name == metric).Value;
    }

    /// <summary>Predicts x times a sign.</summary>
    private sealed class Fixed(PredictionKind kind, double sign) : IPredictiveModel
    {
        public double[]? Values { get; init; }

        public PredictionKind Kind => kind;

        public ModelLayout Layout { get; } = new("fixed", []);

        public double[] Predict(Cohort cohort) => Values ?? [.. cohort.Column(0).ToArray().Select(x => sign * x)];

        public Task FitAsync(FitStage stage, IRingSum ring, CancellationToken cancellationToken) => Task.CompletedTask;

        public TrainingReport Train(TrainingBudget budget, CancellationToken cancellationToken) => new(0, 0, new Dictionary<string, double>());

        public void ExportParameters(Span<float> destination)
        {
        }

        public void ImportParameters(ReadOnlySpan<float> source)
        {
        }

        public void SaveCheckpoint(string path, CheckpointAddition? addition = null) => throw new NotSupportedException();

        public void LoadCheckpoint(string path) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
