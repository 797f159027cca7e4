using RingFed.Daemon.Experiments.Cohorts;
using RingFed.Daemon.Experiments.Strategies;
using RingFed.Learning.Data;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Experiments.Judging;

/// <summary>
/// Predictors on hold-out patients. Where silos have models of their own, the joint score is the mean over silos, weighted
/// by their training patients, each on the joint hold-out: risks of two models cannot be ordered together.
/// </summary>
internal sealed class PredictorJudge(ArmResult arm, ExperimentSplit split, CellPlan cell, ExperimentPlan plan)
{
    public Judgement Judge()
    {
        IReadOnlyList<MeasuredMetric>[] joint = [.. (arm.IsShared ? arm.Models.Take(1) : arm.Models).Select(model => Scores(model, split.Holdout))];
        List<JudgedScope> scopes = [new(JudgedScope.Joint, (arm.TrainedJointly ?? split.Train).Count, split.Holdout.Count, null, arm.IsShared ? joint[0] : Mean(joint))];
        foreach ((int silo, string name, _, Cohort holdout) in ArmJudge.SiloScopes(split, plan.Judging))
        {
            scopes.Add(new JudgedScope(name, (arm.Trained?[silo] ?? split.Silos[silo].Train).Count, holdout.Count, null, ReferenceEquals(holdout, split.Holdout)
                ? joint[arm.IsShared ? 0 : silo]
                : Scores(arm.Models[silo], holdout)));
        }

        return new Judgement(scopes, []);
    }

    /// <summary>Folds share their patients with other folds, which resampling within one of them cannot show.</summary>
    private IReadOnlyList<MeasuredMetric> Scores(IRingModel model, Cohort patients) =>
        PredictorScores.Of((IPredictiveModel)model, patients, cell.Model, plan.Split.Folds == 0 ? cell.Split : null);

    private MeasuredMetric[] Mean(IReadOnlyList<MeasuredMetric>[] silos) =>
    [
        .. silos[0].Select((metric, place) => metric with
        {
            Value = silos.Any(silo => silo[place].Value is null) ? null : Weighted(silo => silos[silo][place].Value!.Value),
            Reason = silos.Select(silo => silo[place].Reason).FirstOrDefault(reason => reason is not null),
            Replicates = silos.Any(silo => silo[place].Replicates is null)
                ? null
                : [.. metric.Replicates!.Select((_, replicate) => Weighted(silo => silos[silo][place].Replicates![replicate]))],
        }),
    ];

    private double Weighted(Func<int, double> of) =>
        split.Silos.Select((silo, place) => of(place) * silo.Train.Count).Sum() / split.Train.Count;
}
