using RingFed.Learning.Evaluation.Ring;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Experiments.Strategies;

/// <summary>
/// Ring-sequential training: the model visits each silo in turn and is trained there, round after round (cyclic weight
/// transfer, Chang et al. 2018, JAMIA 25(8)). Nothing is merged, so each silo sees the last one's parameters in the clear,
/// and late silos count more. Optimiser state stays at its silo.
/// </summary>
internal sealed class SequentialStrategy : IStrategy
{
    public ArmResult Run(Arm arm, CancellationToken stop)
    {
        SiloModels silos = SiloModels.Begin(arm, stop);
        try
        {
            float[] values = new float[silos.Models[0].Layout.Count];
            silos.Models[0].ExportParameters(values);
            Visit(arm, silos, values, stop);
            silos.Fit(FitStage.AfterTraining, stop);
            long bytes = (long)values.Length * sizeof(float);
            return new ArmResult(silos.Kept())
            {
                PayloadBytes = bytes,
                Cost = new CommunicationCost("sequential", bytes, bytes, bytes),
                Notes = ["bytes by formula: float32 parameters, handed on once a silo and round, without frames"],
            };
        }
        catch
        {
            silos.Dispose();
            throw;
        }
    }

    private static void Visit(Arm arm, SiloModels silos, float[] values, CancellationToken stop)
    {
        for (int round = 0; round < arm.Training.Rounds; round++)
        {
            foreach (IRingModel model in silos.Models)
            {
                model.ImportParameters(values);
                arm.Tally.Train(model, new TrainingBudget(arm.Training.Steps), stop);
                model.ExportParameters(values);
            }
        }

        foreach (IRingModel model in silos.Models)
        {
            model.ImportParameters(values);
        }
    }
}
