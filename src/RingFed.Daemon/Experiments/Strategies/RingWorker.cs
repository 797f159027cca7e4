using RingFed.Federation.Aggregation;
using RingFed.Federation.Ring;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Experiments.Strategies;

/// <summary>A silo's part of training rounds, as the daemon's trainer has it, without its books and files.</summary>
internal sealed class RingWorker(IRingModel model, TrainingBudget budget, ReadOnlyMemory<byte> encoder) : IRoundWorker
{
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
        return Task.CompletedTask;
    }

    public Task BookForgottenAsync(ForgottenSpending forgotten, CancellationToken cancellationToken) => Task.CompletedTask;

    private Contribution Train(RoundAssignment assignment, CancellationToken cancellationToken)
    {
        if (assignment.Kind != RoundKind.Parameters)
        {
            throw new InvalidOperationException($"round {assignment.Round} adds up statistics; an experiment's ring trains, its sums are made before and after");
        }

        model.ImportParameters(assignment.Base.Span);
        TrainingReport report = model.Train(budget, cancellationToken);
        return new ParameterContribution(Exported(), report.Records, report.Steps, report.EpsilonSpent, encoder);
    }

    private float[] Exported()
    {
        float[] values = new float[model.Layout.Count];
        model.ExportParameters(values);
        return values;
    }
}
