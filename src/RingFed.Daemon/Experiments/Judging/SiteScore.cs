using RingFed.Daemon.Experiments.Strategies;
using RingFed.Learning.Data;
using RingFed.Learning.Evaluation;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Experiments.Judging;

/// <summary>One number by which a silo compares models on its own held-out patients; higher is better. It compares and says nothing else.</summary>
internal static class SiteScore
{
    /// <returns>0 to 1; 0 where too few patients tell anything.</returns>
    public static double Of(IRingModel model, Cohort heldout, Arm arm, CancellationToken stop) => model switch
    {
        IGenerativeModel generator => HeldoutScore.Of(generator, heldout, arm.Seed, stop),
        IPredictiveModel predictor => PredictorScores.Of(predictor, heldout, arm.Model)[0].Value ?? 0,
        _ => throw new ArgumentException($"{arm.Model.Name} neither draws patients nor predicts: silos cannot compare such models"),
    };
}
