using RingFed.Learning.Models;

namespace RingFed.Daemon.Experiments.Strategies;

/// <summary>Counts the optimiser steps that an arm's models report: those kept, where a model goes back to its best. Any thread.</summary>
internal sealed class TrainingTally
{
    private long steps;

    /// <summary>Of all models together.</summary>
    public long Steps => Interlocked.Read(ref steps);

    public TrainingReport Train(IRingModel model, TrainingBudget budget, CancellationToken stop)
    {
        TrainingReport report = model.Train(budget, stop);
        Interlocked.Add(ref steps, report.Steps);
        return report;
    }
}
