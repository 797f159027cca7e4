using RingFed.Daemon.Experiments.Cohorts;
using RingFed.Daemon.Experiments.Strategies;
using RingFed.Learning.Data;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Experiments.Judging;

/// <summary>Judges what an arm came to on patients that it never saw: jointly, and silo by silo.</summary>
internal static class ArmJudge
{
    public static Judgement Judge(ArmResult arm, SplitShare share, CellPlan cell, ExperimentPlan plan, CancellationToken stop) => arm.Models[0] switch
    {
        IGenerativeModel => new GeneratorJudge(arm, share, cell, plan.Judging).Judge(stop),
        IPredictiveModel => new PredictorJudge(arm, share.Split, cell, plan).Judge(),
        _ => throw new ArgumentException($"{cell.Model.Name} neither draws patients nor predicts: there is nothing to judge"),
    };

    /// <summary>The patients that a silo's model is judged on, as the plan says.</summary>
    public static IEnumerable<(int Silo, string Scope, Cohort Train, Cohort Holdout)> SiloScopes(ExperimentSplit split, JudgingPlan plan) =>
        plan.Silos == SiloJudging.None
            ? []
            : split.Silos.Select((silo, place) => plan.Silos == SiloJudging.Own
                ? (place, silo.Name, silo.Train, silo.Holdout)
                : (place, silo.Name, split.Train, split.Holdout));
}
