using RingFed.Daemon.Experiments.Cells;
using RingFed.Daemon.Experiments.Cohorts;
using RingFed.Daemon.Experiments.Results;
using RingFed.Federation.Masking;
using TorchSharp;

namespace RingFed.Daemon.Experiments;

/// <summary>Runs all cells of an experiment that have no result yet, and tables what there is at the end, also of a run that is stopped.</summary>
/// <param name="folder">Of this experiment's results.</param>
internal sealed class ExperimentRun(ExperimentPlan plan, string folder, TimeProvider time)
{
    private const string CellsFolder = "cells";

    /// <param name="progress">Called before each cell and at the end.</param>
    /// <exception cref="OperationCanceledException">Cancelled; finished cells stay.</exception>
    /// <exception cref="CommandFailure">The cohort is not here.</exception>
    /// <exception cref="Learning.Data.InvalidInputException">The cohort's files have faults.</exception>
    public (ExperimentTable Table, IReadOnlyList<FinishedCell> Cells) Run(Action<ExperimentProgress> progress, CancellationToken stop)
    {
        CohortSilos cohort = CohortSource.Load(plan.Cohort, plan.Partition);
        string digest = CohortDigest.Of(cohort);
        CellStore store = new(Path.Combine(folder, CellsFolder));
        RequireRing(cohort);
        IReadOnlyList<InapplicablePair> inapplicable = Applicability.Of(plan, cohort.Silos[0].Cohort.Schema);
        HashSet<(string, string)> left = [.. inapplicable.Select(pair => (pair.Model, pair.Strategy))];
        CellPlan[] cells = [.. plan.Cells().Where(cell => !left.Contains((cell.Model.Label, cell.Strategy.Label)))];
        Dictionary<CellPlan, CellResult> results = [];
        foreach (CellPlan cell in cells)
        {
            if (store.Find(CellKey.Of(plan, cell, digest)) is { } found)
            {
                results[cell] = found;
            }
        }

        int foundCount = results.Count;
        ExperimentEstimate estimate = new();
        CellRunner runner = new(plan, cohort, time);
        FinishedCell[] finished;
        ExperimentTable table;
        try
        {
            foreach (CellPlan cell in cells.Where(cell => !results.ContainsKey(cell)).ToArray())
            {
                stop.ThrowIfCancellationRequested();
                progress(Progress(cell));
                torch.set_num_threads(plan.Judging.Threads);
                long begun = time.GetTimestamp();
                results[cell] = runner.Run(cell, stop);
                estimate.Took(cell, time.GetElapsedTime(begun));
                store.Keep(CellKey.Of(plan, cell, digest), results[cell]);
            }

            progress(Progress(null));
        }
        finally
        {
            // Also of what was stopped: hours of cells are worth a table.
            finished = [.. cells.Where(results.ContainsKey).Select(cell => new FinishedCell(cell, results[cell]))];
            table = ExperimentTable.Of(plan, finished, inapplicable);
            ExperimentFiles.Write(folder, table, finished);
        }

        return (table, finished);

        ExperimentProgress Progress(CellPlan? running) => new(
            results.Count,
            cells.Length,
            foundCount,
            results.Values.Count(result => result.Error is not null),
            running is null ? null : $"{running.Model.Label} {running.Strategy.Label}, split {running.Split + 1} of {plan.Split.Count}, seed {running.Seed}",
            estimate.Of(cells.Where(cell => !results.ContainsKey(cell))));
    }

    /// <summary>What no ring of daemons would do is not measured as if one did.</summary>
    private void RequireRing(CohortSilos cohort)
    {
        if (cohort.Silos.Count < MaskingCaps.ContributorsMin && plan.Strategies.FirstOrDefault(strategy => strategy.Kind is StrategyKind.Relay or StrategyKind.Sequential) is { } ring)
        {
            throw new CommandFailure(
                ExitCodes.BadInput,
                $"{ring.Label} is a ring of {cohort.Silos.Count} silos, and daemons refuse fewer than {MaskingCaps.ContributorsMin}: a sum of two tells each the other's part; make more silos by `partition`, or leave the strategy out");
        }
    }
}
