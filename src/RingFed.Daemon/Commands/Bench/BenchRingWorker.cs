using RingFed.Federation.Aggregation;
using RingFed.Federation.Ring;
using RingFed.Federation.Transport;

namespace RingFed.Daemon.Commands.Bench;

/// <summary>Stands for training: the base, moved a little, in a buffer that is used again in every round.</summary>
internal sealed class BenchRingWorker(int silo, int parameters, BenchRingTimes times, BenchRingDisk disk) : IRoundWorker
{
    private readonly float[] values = new float[parameters];

    public Task<ParameterStart> StartParametersAsync(CancellationToken cancellationToken) => Task.FromResult(new ParameterStart(
        new ParameterLayout("bench", [("weights", [parameters], "generator")]), new float[parameters]));

    public async Task<Contribution> WorkAsync(RoundAssignment assignment, CancellationToken cancellationToken)
    {
        if (assignment.Kind == RoundKind.Statistic)
        {
            return new GatherContribution("bench", new byte[] { 1 }, 1, new byte[32]);
        }

        await times.BeginAsync(assignment.Round, cancellationToken);
        Move(assignment.Base.Span);
        disk.Expect(assignment.Round);
        times.Contributed(assignment.Round);
        return new ParameterContribution(values, 1, 1, 0, new byte[32]);
    }

    public Task MergeAsync(RoundResult result, CancellationToken cancellationToken)
    {
        if (result.Kind == RoundKind.Parameters)
        {
            times.Merged(result.Round);
        }

        return Task.CompletedTask;
    }

    public Task BookForgottenAsync(ForgottenSpending forgotten, CancellationToken cancellationToken) => Task.CompletedTask;

    private void Move(ReadOnlySpan<float> basis)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = basis[i] + (((i % 251) + silo - 125) * 1e-4f);
        }
    }
}

/// <summary>
/// A silo's disk that lets the silo go on when all silos are as far: its update, then its envelope, are the first two
/// things that it writes after its work, and nothing of the update may leave before.
/// </summary>
internal sealed class BenchRingDisk(BenchRingTimes times, TimeProvider time, Microsoft.Extensions.Logging.ILogger<PatientDisk> log) : PatientDisk(time, log)
{
    private const int WritesBeforeSending = 2;

    private int round;
    private int writes = WritesBeforeSending;

    /// <summary>The silo's work of the round is done.</summary>
    public void Expect(int worked)
    {
        round = worked;
        Volatile.Write(ref writes, 0);
    }

    public override async Task WriteAsync(Action write, CancellationToken stop)
    {
        await base.WriteAsync(write, stop);
        if (Interlocked.Increment(ref writes) == WritesBeforeSending)
        {
            await times.PublishedAsync(round, stop);
        }
    }
}
