using RingFed.Daemon.Experiments.Strategies;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Experiments.Judging;

/// <summary>
/// A generator of the ring round by round: models are made anew from what was agreed after a round, and from sums after it,
/// and draw as many rows as at the end. The model under training is not touched. What a silo keeps for itself beside the
/// agreed parameters is not in a snapshot, so that personal models have no rounds.
/// </summary>
internal static class RoundJudge
{
    /// <param name="arm">What the snapshots were taken of.</param>
    /// <param name="result">Holds them, and the models of the last round.</param>
    /// <returns>Empty where no round was asked for or there are none, for personal models, and for what draws no patients.</returns>
    public static IReadOnlyList<RoundScore> Of(Arm arm, ArmResult result, SplitShare share, CellPlan cell, JudgingPlan plan, CancellationToken stop)
    {
        bool canBeJudged = result.Models[0] is IGenerativeModel and not IPersonalModel { IsPersonal: true };
        if (plan.ByRound.Count == 0 || !canBeJudged || result.Snapshots is not { } snapshots)
        {
            return [];
        }

        List<RoundScore> scores = [];
        foreach (RoundSnapshot snapshot in snapshots)
        {
            using ArmResult then = SiloModels.At(arm, snapshot.Parameters, stop);
            scores.AddRange(new GeneratorJudge(then, share, cell, plan).Fidelity(snapshot.Round, stop));
        }

        return [.. scores, .. new GeneratorJudge(result, share, cell, plan).Fidelity(arm.Training.Rounds, stop)];
    }
}
