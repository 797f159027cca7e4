using RingFed.Daemon.Experiments.Cohorts;
using RingFed.Daemon.Experiments.Judging;
using RingFed.Daemon.Experiments.Strategies;

namespace RingFed.Daemon.Experiments.Cells;

/// <summary>Runs one cell: split, strategy, judgement. What fails is a result that says why, so that the other cells still run.</summary>
internal sealed class CellRunner(ExperimentPlan plan, CohortSilos cohort, TimeProvider time)
{
    /// <exception cref="OperationCanceledException">Cancelled; nothing of the cell is kept.</exception>
    /// <exception cref="DllNotFoundException">libtorch is not there: no cell would run.</exception>
    public CellResult Run(CellPlan cell, CancellationToken stop)
    {
        long begun = time.GetTimestamp();
        try
        {
            ExperimentSplit split = ExperimentSplit.Of(cohort, plan.Split, cell.Split);
            using ArmResult arm = StrategyCatalog.Of(cell.Strategy).Run(Arm.Of(split, cell, plan.Training, plan.Judging.Threads), stop);
            double fitted = time.GetElapsedTime(begun).TotalSeconds;
            Judgement judgement = ArmJudge.Judge(arm, split, cell, plan, stop);
            return new CellResult(
                null,
                fitted,
                time.GetElapsedTime(begun).TotalSeconds - fitted,
                judgement.Scopes,
                judgement.Curves,
                arm.Models[0].Layout.Count,
                arm.BytesPerSiloRound,
                arm.PayloadBytes,
                arm.Digest,
                arm.Notes);
        }
        catch (Exception fault) when (!stop.IsCancellationRequested && !IsEverywhere(fault))
        {
            return CellResult.Failed(fault is ArgumentException or InvalidOperationException ? fault.Message : $"{fault.GetType().Name}: {fault.Message}", time.GetElapsedTime(begun).TotalSeconds);
        }
    }

    private static bool IsEverywhere(Exception fault) => fault is DllNotFoundException or OutOfMemoryException or TypeInitializationException { InnerException: DllNotFoundException };
}
