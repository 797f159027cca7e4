using RingFed.Learning.Models;

namespace RingFed.Daemon.Experiments.Strategies;

/// <summary>Every silo alone: its own encoder, its own sums, as many steps as in the ring.</summary>
internal sealed class IsolatedStrategy : IStrategy
{
    public ArmResult Run(Arm arm, CancellationToken stop) =>
        new(AllSilos.Run(arm.Silos.Count, (silo, token) => Task.FromResult(Alone(arm, arm.Silos[silo], token)), stop));

    /// <summary>The model of a silo that knows nobody else.</summary>
    public static IRingModel Alone(Arm arm, ArmSilo silo, CancellationToken stop)
    {
        SiloModels only = SiloModels.Begin(arm with { Silos = [silo] }, stop);
        try
        {
            for (int round = 0; arm.FitPlan.Trains && round < arm.Training.Rounds; round++)
            {
                arm.Tally.Train(only.Models[0], new TrainingBudget(arm.Training.Steps), stop);
            }

            only.Fit(FitStage.AfterTraining, stop);
            return only.Models[0];
        }
        catch
        {
            only.Dispose();
            throw;
        }
    }
}
