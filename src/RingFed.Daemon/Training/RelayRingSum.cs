using System.Threading.Channels;
using RingFed.Learning.Encoding;

namespace RingFed.Daemon.Training;

/// <summary>
/// Joins two flows: encoder fitting asks for sums, the ring asks for this silo's part of a statistic round. One query
/// is under way at a time, in the order in which fitting asks, which is the same at every silo.
/// </summary>
internal sealed class RelayRingSum : IRingSum
{
    private readonly Channel<PendingSum> _pending = Channel.CreateBounded<PendingSum>(1);

    public async Task<RingTotal> SumAsync(StatisticQuery query, CancellationToken cancellationToken)
    {
        query.RequireWithinBound();
        PendingSum pending = new(query);
        await _pending.Writer.WriteAsync(pending, cancellationToken);
        return await pending.Total.Task.WaitAsync(cancellationToken);
    }

    /// <summary>The query that waits for a round; stays the same until its total is set.</summary>
    public async Task<PendingSum> CurrentAsync(CancellationToken cancellationToken)
    {
        await _pending.Reader.WaitToReadAsync(cancellationToken);
        return _pending.Reader.TryPeek(out PendingSum? pending)
            ? pending
            : throw new InvalidOperationException("Encoder fitting ended without asking for another sum.");
    }

    public void Complete(RingTotal total)
    {
        if (!_pending.Reader.TryRead(out PendingSum? pending))
        {
            throw new InvalidOperationException("A total arrived for which nothing was asked.");
        }

        if (pending.Query.Values.Length != total.Values.Length)
        {
            throw new InvalidOperationException(
                $"Statistic '{pending.Query.Name}' has {pending.Query.Values.Length} entries, its total {total.Values.Length}.");
        }

        pending.Total.SetResult(total);
    }

    /// <summary>One asked sum and the promise of its total.</summary>
    internal sealed record PendingSum(StatisticQuery Query)
    {
        public TaskCompletionSource<RingTotal> Total { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
