using RingFed.Daemon.Experiments.Cohorts;
using RingFed.Daemon.Experiments.Strategies;
using RingFed.Learning.Data;
using RingFed.Learning.Evaluation;
using RingFed.Learning.Evaluation.Survival;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Experiments.Judging;

/// <summary>
/// Rows of generators against real patients, by the report's <see cref="Evaluator"/>. Where silos have models of their own,
/// the joint rows are drawn from each in proportion to its patients. Whether rows give patients away is asked of those that
/// the model was trained on, and of hold-out patients of the same silo: other people among either would answer for them.
/// </summary>
internal sealed class GeneratorJudge(ArmResult arm, SplitShare share, CellPlan cell, JudgingPlan plan)
{
    private const int CurvePointsMax = 200;

    private static readonly string[] PrivacyGroups = ["dcr", "closeness", "membership"];

    /// <summary>All that RingFed-CSF and RingFed-GSF are made of.</summary>
    private static readonly string[] FidelityGroups = ["shape", "trend", "clinical", "missingness", "survival", "genes", "clusters"];

    private readonly ExperimentSplit split = share.Split;

    public Judgement Judge(CancellationToken stop)
    {
        Cohort joint = DrawJointly(split.Train.Count + split.Holdout.Count, stop);
        List<JudgedScope> scopes = [Scope(JudgedScope.Joint, split.Train, split.Holdout, (arm.TrainedJointly ?? split.Train, split.Holdout), joint, plan.Groups, stop)];
        foreach ((int silo, string name, Cohort train, Cohort holdout) in ArmJudge.SiloScopes(split, plan))
        {
            IReadOnlyList<string>? groups = plan.GroupsOfSilos(share.BoundsOf(train, holdout, plan.SiloGroups).GroupNames);
            scopes.Add(plan.Silos == SiloJudging.Joint && arm.IsShared
                ? scopes[0] with { Scope = name }
                : Scope(name, train, holdout, (arm.Trained?[silo] ?? split.Silos[silo].Train, split.Silos[silo].Holdout), Draw(silo, train.Count + holdout.Count, stop), groups, stop));
        }

        return new Judgement(scopes, Curves(joint));
    }

    /// <summary>RingFed-CSF and RingFed-GSF of joint rows, and nothing else.</summary>
    public IEnumerable<RoundScore> Fidelity(int round, CancellationToken stop)
    {
        EvaluationReport report = new Evaluator(TimeProvider.System).Evaluate(
            share.BoundsOf(split.Train, split.Holdout, FidelityGroups), DrawJointly(split.Train.Count + split.Holdout.Count, stop), FidelityGroups, stop);
        return RoundScore.Metrics.Select(report.Find).Where(result => result?.Synthetic.Value is not null)
            .Select(result => new RoundScore(round, result!.Metric.Name, result.Synthetic.Value!.Value));
    }

    private Cohort DrawJointly(int rows, CancellationToken stop)
    {
        if (arm.IsShared)
        {
            return Draw(0, rows, stop);
        }

        // Shares of the whole up to each silo, so that rounding loses no row.
        int[] until = [.. Enumerable.Range(0, split.Silos.Count).Select(silo => (int)((long)rows * split.Silos.Take(silo + 1).Sum(one => one.Train.Count) / split.Train.Count))];
        return Cohort.Concatenate([.. until.Select((end, silo) => Draw(silo, end - (silo == 0 ? 0 : until[silo - 1]), stop))]);
    }

    private Cohort Draw(int silo, int rows, CancellationToken stop) =>
        ((IGenerativeModel)arm.Models[silo]).Sample(new SampleRequest(rows, cell.Seed + silo, []), stop);

    private JudgedScope Scope(
        string scope, Cohort train, Cohort holdout, (Cohort Trained, Cohort Others) asked, Cohort drawn, IReadOnlyList<string>? groups, CancellationToken stop)
    {
        Evaluator evaluator = new(TimeProvider.System);
        EvaluationReport report = evaluator.Evaluate(share.BoundsOf(train, holdout, groups), drawn, groups, stop);
        EvaluationReport? privacy = (asked.Trained.Count, asked.Others.Count) == (train.Count, holdout.Count) || PrivacyOf(groups) is not { Length: > 0 } named
            ? null
            : evaluator.Evaluate(share.BoundsApart(asked.Trained, asked.Others, drawn.Count, named), drawn, named, stop);
        Dictionary<string, MetricResult> ofTrained = privacy?.Metrics.ToDictionary(result => result.Metric.Name) ?? [];
        return new JudgedScope(
            scope,
            asked.Trained.Count,
            holdout.Count,
            (privacy ?? report).Copying,
            [.. report.Metrics.Select(result => Measured(ofTrained.GetValueOrDefault(result.Metric.Name, result)))]);
    }

    private static string[] PrivacyOf(IReadOnlyList<string>? groups) => [.. PrivacyGroups.Where(group => EvaluationOptions.IsNamed(group, groups))];

    private static MeasuredMetric Measured(MetricResult result) => new(
        result.Metric.Name,
        result.Metric.Title.Trim(),
        result.Metric.Direction,
        result.Metric.Ideal,
        result.Synthetic.Value,
        result.Floor.Value,
        result.Ceiling.Value,
        result.Synthetic.Reason)
    {
        IsGate = result.Metric.IsGate,
    };

    private SurvivalCurve[] Curves(Cohort joint) =>
    [
        .. split.Train.Schema.Endpoints.SelectMany(endpoint => (IEnumerable<SurvivalCurve>)
        [
            Curve(SurvivalCurve.Real, split.Holdout, endpoint),
            Curve(cell.Strategy.Label, joint, endpoint),
        ]),
    ];

    private static SurvivalCurve Curve(string name, Cohort cohort, EndpointSchema endpoint)
    {
        KaplanMeier curve = KaplanMeier.Of(SurvivalSample.Of(cohort, endpoint));
        int every = Math.Max(1, curve.Steps.Count / CurvePointsMax);
        double[] times = [.. curve.Steps.Where((_, step) => step % every == 0 || step == curve.Steps.Count - 1)];
        return new SurvivalCurve(endpoint.Name, name, times, [.. times.Select(curve.At)]);
    }
}
