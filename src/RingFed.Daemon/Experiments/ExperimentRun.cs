using System.Collections.Concurrent;
using RingFed.Daemon.Experiments.Cells;
using RingFed.Daemon.Experiments.Cohorts;
using RingFed.Daemon.Experiments.Results;
using RingFed.Daemon.Experiments.Strategies;
using RingFed.Federation.Masking;
using RingFed.Learning.Data;
using RingFed.Learning.Evaluation;
using TorchSharp;

namespace RingFed.Daemon.Experiments;

/// <summary>Runs all cells of an experiment that have no result yet, and tables what there is at the end, also of a run that is stopped.</summary>
/// <param name="folder">Of this experiment's results.</param>
/// <param name="jobs">Cells run side by side, 1 or more; no result depends on it but the seconds measured.</param>
internal sealed class ExperimentRun(ExperimentPlan plan, string folder, TimeProvider time, int jobs = 1)
{
    private const string CellsFolder = "cells";

    private readonly Lock gate = new();
    private readonly Dictionary<CellPlan, CellResult> results = [];
    private readonly ExperimentEstimate estimate = new(jobs);
    private CellPlan[] cells = [];

    /// <summary>Cells by what their results follow from: arms that differ by label alone have one result, and it is made once.</summary>
    private ILookup<string, CellPlan> keys = Array.Empty<CellPlan>().ToLookup(_ => "");
    private int found;

    /// <summary>Runs once.</summary>
    /// <param name="progress">Called before each cell and at the end, by one thread at a time.</param>
    /// <exception cref="OperationCanceledException">Cancelled; finished cells stay.</exception>
    /// <exception cref="CommandFailure">The cohort is not here.</exception>
    /// <exception cref="Learning.Data.InvalidInputException">The cohort's files have faults.</exception>
    public (ExperimentTable Table, IReadOnlyList<FinishedCell> Cells) Run(Action<ExperimentProgress> progress, CancellationToken stop)
    {
        CohortSilos cohort = CohortSource.Load(plan.Cohort, plan.Partition);
        RequireRing(cohort);
        RequireGroups(cohort);
        IReadOnlyList<InapplicablePair> inapplicable = Applicability.Of(plan, cohort.Silos[0].Cohort.Schema);
        HashSet<(string, string)> left = [.. inapplicable.Select(pair => (pair.Model, pair.Strategy))];
        cells = [.. plan.Cells().Where(cell => !left.Contains((cell.Model.Label, cell.Strategy.Label)))];
        string digest = CohortDigest.Of(cohort);
        keys = cells.ToLookup(cell => CellKey.Of(plan, cell, digest));
        CellStore store = new(Path.Combine(folder, CellsFolder));
        FindResults(store);
        FinishedCell[] finished;
        ExperimentTable table;
        try
        {
            RunAll(new CellRunner(plan, cohort, time), store, progress, stop);
            progress(Progress(null));
        }
        finally
        {
            // Also of what was stopped: hours of cells are worth a table.
            finished = [.. cells.Where(results.ContainsKey).Select(cell => new FinishedCell(cell, results[cell]))];
            table = ExperimentTable.Of(plan, finished, inapplicable, [.. cohort.Silos.Select(silo => new SiloSize(silo.Silo, silo.Cohort.Count))]);
            ExperimentFiles.Write(folder, table, finished);
        }

        return (table, finished);
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

    /// <summary>A group of metrics that is not there would be missed hours later, or never.</summary>
    private void RequireGroups(CohortSilos cohort)
    {
        JudgingPlan written = plan.Judging.InFull ?? plan.Judging;
        Cohort any = cohort.Silos[0].Cohort;
        foreach ((string field, IReadOnlyList<string>? named) in new[] { ("judging.groups", written.Groups), ("judging.siloGroups", written.SiloGroups) })
        {
            GroupNames names = GroupNames.Of(any, any, new EvaluationOptions { Groups = named, SmallestSilo = any });
            if (names.Unknown.Count > 0)
            {
                throw new CommandFailure(
                    ExitCodes.BadInput,
                    $"{field} names {string.Join(", ", names.Unknown)}: there is no such group of metrics for schema {any.Schema.Name}; there are {string.Join(", ", names.Known)}");
            }
        }
    }

    private void FindResults(CellStore store)
    {
        foreach (IGrouping<string, CellPlan> twins in keys)
        {
            if (store.Find(twins.Key) is { } kept)
            {
                Hand(kept, twins);
            }
        }

        found = results.Count;
    }

    /// <summary>Jobs that take one cell after another, as silos of an arm do: on threads of their own, and the first that throws stops the others.</summary>
    private void RunAll(CellRunner runner, CellStore store, Action<ExperimentProgress> progress, CancellationToken stop)
    {
        ConcurrentQueue<IGrouping<string, CellPlan>> waiting = new(keys.Where(twins => !results.ContainsKey(twins.First())));
        AllSilos.Run(Math.Clamp(waiting.Count, 1, jobs), Work, stop);

        Task<bool> Work(int job, CancellationToken token)
        {
            while (waiting.TryDequeue(out IGrouping<string, CellPlan>? twins))
            {
                CellPlan cell = twins.First();
                token.ThrowIfCancellationRequested();
                lock (gate)
                {
                    progress(Progress(cell));
                }

                torch.set_num_threads(plan.Judging.Threads);
                long begun = time.GetTimestamp();
                CellResult result = runner.Run(cell, token);
                store.Keep(twins.Key, result);
                lock (gate)
                {
                    Hand(result, twins);
                    estimate.Took(cell, time.GetElapsedTime(begun));
                }
            }

            return Task.FromResult(true);
        }
    }

    private void Hand(CellResult result, IEnumerable<CellPlan> twins)
    {
        foreach (CellPlan twin in twins)
        {
            results[twin] = result;
        }
    }

    private ExperimentProgress Progress(CellPlan? running) => new(
        results.Count,
        cells.Length,
        found,
        results.Values.Count(result => result.Error is not null),
        running is null ? null : $"{running.Model.Label} {running.Strategy.Label}, split {running.Split + 1} of {plan.Split.Count}, seed {running.Seed}",
        estimate.Of(keys.Select(twins => twins.First()).Where(cell => !results.ContainsKey(cell))));
}
