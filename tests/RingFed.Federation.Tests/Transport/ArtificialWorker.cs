using RingFed.Federation.Aggregation;
using RingFed.Federation.Ring;

namespace RingFed.Federation.Tests.Transport;

/// <summary>Stands for training: bytes to be gathered first, then steps towards a value of its own.</summary>
internal sealed class ArtificialWorker(int silo, int parameters, string layoutName = "artificial") : IRoundWorker
{
    private readonly List<RoundResult> merged = [];
    private readonly List<ForgottenSpending> booked = [];
    private readonly List<int> trained = [];

    /// <summary>Asked before each round's work; lets a test hold a silo back.</summary>
    public Func<int, Task> BeforeWork { get; init; } = _ => Task.CompletedTask;

    /// <summary>What it has spent grows with the round.</summary>
    public double EpsilonPerRound { get; init; }

    /// <summary>What the statistic claims.</summary>
    public long Records { get; init; } = 100;

    /// <summary>Of the encoder that this silo claims to have in statistic rounds.</summary>
    public byte[] EncoderDigest { get; init; } = new byte[32];

    /// <summary>Raised in place of a result's use.</summary>
    public Func<RoundResult, Task> BeforeMerge { get; init; } = _ => Task.CompletedTask;

    public IReadOnlyList<RoundResult> Merged
    {
        get
        {
            lock (merged)
            {
                return [.. merged];
            }
        }
    }

    /// <summary>Rounds in which it took steps.</summary>
    public IReadOnlyList<int> Trained
    {
        get
        {
            lock (merged)
            {
                return [.. trained];
            }
        }
    }

    /// <summary>How often it was asked for the parameters to start from.</summary>
    public int Starts { get; private set; }

    private ParameterLayout Layout => new(layoutName, [("weights", [parameters], "generator")]);

    public Task<ParameterStart> StartParametersAsync(CancellationToken cancellationToken)
    {
        Starts++;
        return Task.FromResult(new ParameterStart(Layout, new float[parameters]));
    }

    public Task<ParameterLayout> LayoutAsync(CancellationToken cancellationToken) => Task.FromResult(Layout);

    public async Task<Contribution> WorkAsync(RoundAssignment assignment, CancellationToken cancellationToken)
    {
        await BeforeWork(assignment.Round).WaitAsync(cancellationToken);
        if (assignment.Kind == RoundKind.Statistic)
        {
            return new GatherContribution($"step {assignment.Round}", PayloadOf(assignment.Round), Records, EncoderDigest);
        }

        if (assignment.IsIdle)
        {
            return new ParameterContribution(assignment.Base, 100 + silo, 1, EpsilonPerRound * assignment.Round, new byte[32]);
        }

        lock (merged)
        {
            trained.Add(assignment.Round);
        }

        float[] values = assignment.Base.ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            values[i] += 0.5f * (((i % 7) + silo) - values[i]);
        }

        return new ParameterContribution(values, 100 + silo, 10, EpsilonPerRound * assignment.Round, new byte[32]);
    }

    public IReadOnlyList<ForgottenSpending> Booked
    {
        get
        {
            lock (merged)
            {
                return [.. booked];
            }
        }
    }

    public Task BookForgottenAsync(ForgottenSpending forgotten, CancellationToken cancellationToken)
    {
        lock (merged)
        {
            booked.Add(forgotten);
        }

        return Task.CompletedTask;
    }

    public async Task MergeAsync(RoundResult result, CancellationToken cancellationToken)
    {
        await BeforeMerge(result).WaitAsync(cancellationToken);
        lock (merged)
        {
            merged.Add(result with
            {
                Parameters = result.Parameters.ToArray(),
                Gathered = [.. result.Gathered.Select(payload => payload with { Payload = payload.Payload.ToArray() })],
            });
        }
    }

    private byte[] PayloadOf(int round) => [1, (byte)silo, (byte)round];
}
