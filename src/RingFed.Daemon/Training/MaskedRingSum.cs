using RingFed.Federation.Masking;
using RingFed.Learning.Encoding;

namespace RingFed.Daemon.Training;

/// <summary>
/// Joins two flows: a fit asks for sums, the ring goes through the rounds of masked ones. One sum is under way at a time,
/// in the order in which the fit asks, which is the same at every silo. Any thread.
/// </summary>
internal sealed class MaskedRingSum : IRingSum
{
    private readonly Lock _gate = new();

    /// <summary>The sum that is waited for, or will be; by <see cref="_gate"/>.</summary>
    private TaskCompletionSource<AskedSum> _asked = NewPromise<AskedSum>();

    public Task<RingTotal> SumAsync(StatisticQuery query, CancellationToken cancellationToken)
    {
        query.RequireWithinBound();
        return SumAsync(new AskedSum(query.Name, query.Values.Length, AskedSum.LimitOf(query), _ => Task.FromResult(query)), cancellationToken);
    }

    /// <summary>A sum whose numbers cost work: they are made when the ring asks for them, not when a total comes again after a restart.</summary>
    public async Task<RingTotal> SumAsync(AskedSum asked, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_asked.TrySetResult(asked))
            {
                throw new InvalidOperationException($"Statistic '{asked.Name}' was asked for while another is under way.");
            }
        }

        return await asked.Total.Task.WaitAsync(cancellationToken);
    }

    /// <summary>What the fit asks for next; stays the same until its total is there.</summary>
    /// <param name="fit">Asks, or ends; its failure is this one's.</param>
    /// <returns>Null when the fit is done.</returns>
    public async Task<AskedSum?> NextAsync(Task fit, CancellationToken cancellationToken)
    {
        Task<AskedSum> asked;
        lock (_gate)
        {
            asked = _asked.Task;
        }

        await Task.WhenAny(fit, asked).WaitAsync(cancellationToken);
        if (asked.IsCompletedSuccessfully)
        {
            return await asked;
        }

        await fit;
        return null;
    }

    /// <summary>The sum that is under way is complete: the fit goes on.</summary>
    /// <param name="roster">Names of the contributors' places.</param>
    /// <exception cref="InvalidDataException">The ring added up something else than this silo's fit asked for.</exception>
    public void Complete(AskedSum asked, MaskedTotal total, IReadOnlyList<string> roster)
    {
        if (total.Name != asked.Name || total.Values.Length != asked.Length)
        {
            throw new InvalidDataException(
                $"the ring added up {total.Values.Length} numbers of '{total.Name}', and this silo's fit asks for {asked.Length} of '{asked.Name}': "
                + "see that all silos run the same version of ringfed and have the same schema");
        }

        lock (_gate)
        {
            _asked = NewPromise<AskedSum>();
        }

        asked.Total.SetResult(new RingTotal(total.Values, [.. total.Contributors.Select(place => roster[place])]));
    }

    private static TaskCompletionSource<T> NewPromise<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>One sum that a fit asked for, and the promise of its total.</summary>
/// <param name="Length">Entries.</param>
/// <param name="Limit">Largest size of one silo's entry, scaled.</param>
/// <param name="Make">This silo's numbers; asked again after a round that closed without them, it gives the same.</param>
internal sealed record AskedSum(string Name, int Length, Int128 Limit, Func<CancellationToken, Task<StatisticQuery>> Make)
{
    public TaskCompletionSource<RingTotal> Total { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Of a silo that cannot be in the sum: as long as the others', and nothing in it.</summary>
    public MaskedInput Nothing => new(Name, default, Length, Limit, Abstains: true);

    /// <summary>As it is masked.</summary>
    public MaskedInput InputOf(StatisticQuery query) => new(Name, query.Values, Length, Limit);

    public static Int128 LimitOf(StatisticQuery query) => (Int128)query.Bound << query.ScaleBits;
}
