using RingFed.Learning.Encoding;

namespace RingFed.Daemon.Training;

/// <summary>
/// Joins two flows: encoder fitting asks for sums, the ring asks for this silo's part of a statistic round. One query
/// is under way at a time, in the order in which fitting asks, which is the same at every silo.
/// </summary>
internal sealed class RelayRingSum : IRingSum
{
    private readonly Lock _gate = new();
    private TaskCompletionSource<PendingSum> _asked = NewPromise<PendingSum>();

    public async Task<RingTotal> SumAsync(StatisticQuery query, CancellationToken cancellationToken)
    {
        query.RequireWithinBound();
        PendingSum pending = new(query);
        lock (_gate)
        {
            if (!_asked.TrySetResult(pending))
            {
                throw new InvalidOperationException($"Statistic '{query.Name}' was asked for while another is under way.");
            }
        }

        return await pending.Total.Task.WaitAsync(cancellationToken);
    }

    /// <summary>The query that waits for a round; stays the same until its total is set.</summary>
    public Task<PendingSum> CurrentAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _asked.Task.WaitAsync(cancellationToken);
        }
    }

    /// <exception cref="InvalidOperationException">Nothing was asked for, or the total has another length.</exception>
    public void Complete(RingTotal total)
    {
        PendingSum pending;
        lock (_gate)
        {
            pending = _asked.Task.IsCompletedSuccessfully
                ? _asked.Task.Result
                : throw new InvalidOperationException("A total arrived for which nothing was asked.");
            if (pending.Query.Values.Length != total.Values.Length)
            {
                throw new InvalidOperationException(
                    $"Statistic '{pending.Query.Name}' has {pending.Query.Values.Length} entries, its total {total.Values.Length}.");
            }

            _asked = NewPromise<PendingSum>();
        }

        pending.Total.SetResult(total);
    }

    private static TaskCompletionSource<T> NewPromise<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>One asked sum and the promise of its total.</summary>
    internal sealed record PendingSum(StatisticQuery Query)
    {
        public TaskCompletionSource<RingTotal> Total { get; } = NewPromise<RingTotal>();
    }
}
