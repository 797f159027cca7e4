using RingFed.Federation.Aggregation;
using RingFed.Federation.Ring;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Experiments.Strategies;

/// <summary>A silo's part of training rounds, as the daemon's trainer has it, without its books and files.</summary>
/// <param name="self">Its place in the arm.</param>
internal sealed class RingWorker(Arm arm, int self, IRingModel model, TrainingBudget budget, ReadOnlyMemory<byte> encoder, ConsistencyProbe probe) : IRoundWorker
{
    private readonly List<RoundSnapshot> snapshots = [];
    private int merges;

    /// <summary>Rounds of the ring to a round of the plan.</summary>
    public int Visits { get; init; } = 1;

    /// <summary>Of the rounds that the arm asks for.</summary>
    public IReadOnlyList<RoundSnapshot> Snapshots => snapshots;

    public Task<ParameterStart> StartParametersAsync(CancellationToken cancellationToken)
    {
        ParameterLayout layout = new(model.Layout.Model, model.Layout.Parameters.Select(parameter => (parameter.Name, parameter.Shape, parameter.Role)));
        return Task.FromResult(new ParameterStart(layout, Exported()));
    }

    // A thread of its own: libtorch's gradient mode belongs to the thread, and a round lasts longer than the pool likes.
    public Task<Contribution> WorkAsync(RoundAssignment assignment, CancellationToken cancellationToken) => Task.Factory.StartNew(
        () => Train(assignment, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public Task MergeAsync(RoundResult result, CancellationToken cancellationToken)
    {
        model.ImportParameters(result.Parameters.Span);
        probe.Tell(result.Round, self, isMerged: true, Exported());
        merges++;
        if (merges % Visits == 0 && arm.Snapshots.Contains(merges / Visits))
        {
            snapshots.Add(new RoundSnapshot(merges / Visits, result.Parameters.ToArray()));
        }

        return Task.CompletedTask;
    }

    public Task BookForgottenAsync(ForgottenSpending forgotten, CancellationToken cancellationToken) => Task.CompletedTask;

    private Contribution Train(RoundAssignment assignment, CancellationToken cancellationToken)
    {
        if (assignment.Kind != RoundKind.Parameters)
        {
            throw new InvalidOperationException($"round {assignment.Round} adds up statistics; an experiment's ring trains, its sums are made before and after");
        }

        if (assignment.IsIdle)
        {
            probe.Tell(assignment.Round, self, isMerged: false, assignment.Base.ToArray());
            return new ParameterContribution(assignment.Base, arm.Silos[self].Train.Count, 1, 0, encoder);
        }

        model.ImportParameters(assignment.Base.Span);
        TrainingReport report = arm.Tally.Train(model, budget, cancellationToken);
        float[] trained = Exported();
        probe.Tell(assignment.Round, self, isMerged: false, trained);
        return new ParameterContribution(trained, report.Records, report.Steps, report.EpsilonSpent, encoder);
    }

    private float[] Exported()
    {
        float[] values = new float[model.Layout.Count];
        model.ExportParameters(values);
        return values;
    }
}
