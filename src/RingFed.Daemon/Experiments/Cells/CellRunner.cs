using RingFed.Daemon.Experiments.Cohorts;
using RingFed.Daemon.Experiments.Judging;
using RingFed.Daemon.Experiments.Strategies;

namespace RingFed.Daemon.Experiments.Cells;

/// <summary>Runs one cell: split, strategy, judgement. What fails is a result that says why, so that the other cells still run.</summary>
internal sealed class CellRunner(ExperimentPlan plan, CohortSilos cohort, TimeProvider time)
{
    private readonly SplitShelf shelf = new(cohort, plan);

    /// <exception cref="OperationCanceledException">Cancelled; nothing of the cell is kept.</exception>
    /// <exception cref="DllNotFoundException">libtorch is not there: no cell would run.</exception>
    public CellResult Run(CellPlan cell, CancellationToken stop)
    {
        long begun = time.GetTimestamp();
        try
        {
            SplitShare share = shelf.Of(cell);
            Arm arm = Arm.Of(share.Split, cell, plan.Training, plan.Judging.Threads) with { Snapshots = [.. plan.Judging.ByRound.Where(round => round < plan.Training.Rounds)] };
            using ArmResult result = StrategyCatalog.Of(cell.Strategy).Run(arm, stop);
            double fitted = time.GetElapsedTime(begun).TotalSeconds;
            Judgement judgement = ArmJudge.Judge(result, share, cell, plan, stop);
            IReadOnlyList<RoundScore> byRound = RoundJudge.Of(arm, result, share, cell, plan.Judging, stop);
            return Result(arm, result, judgement, fitted, time.GetElapsedTime(begun).TotalSeconds - fitted) with { ByRound = byRound };
        }
        catch (Exception fault) when (!stop.IsCancellationRequested && !IsEverywhere(fault))
        {
            return CellResult.Failed(fault is ArgumentException or InvalidOperationException ? fault.Message : $"{fault.GetType().Name}: {fault.Message}", time.GetElapsedTime(begun).TotalSeconds);
        }
    }

    private static CellResult Result(Arm arm, ArmResult result, Judgement judgement, double fitSeconds, double judgeSeconds)
    {
        bool trains = arm.Tally.Steps > 0;
        return new CellResult(
            null,
            fitSeconds,
            judgeSeconds,
            judgement.Scopes,
            judgement.Curves,
            result.Models[0].Layout.Count,
            result.Cost?.BytesMean,
            result.PayloadBytes,
            result.Digest,
            result.Notes)
        {
            Rounds = trains ? arm.Training.Rounds : null,
            UpdatesPerSilo = trains ? (double)arm.Tally.Steps / (result.IsOfOnePlace ? 1 : arm.Silos.Count) : null,
            CostRatio = result.Cost?.Ratio,
            ConsistencyBefore = result.Consistency.Before,
            ConsistencyAfter = result.Consistency.After,
            Cka = result.Agreement?.Cka.Value,
            CkaLeast = result.Agreement?.CkaLeast.Value,
            Mmd = result.Agreement?.Mmd.Value,
        };
    }

    private static bool IsEverywhere(Exception fault) => fault is DllNotFoundException or OutOfMemoryException or TypeInitializationException { InnerException: DllNotFoundException };
}
