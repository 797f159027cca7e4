namespace RingFed.Learning.Encoding;

/// <summary>
/// A ring inside one process, for experiments and tests: a sum ends when every silo has handed in its part. Any thread.
/// </summary>
/// <param name="silos">Silo ids in roster order.</param>
public sealed class LocalRing(IReadOnlyList<string> silos)
{
    private readonly Lock _lock = new();

    /// <summary>The sum that still waits for parts, by <see cref="_lock"/>.</summary>
    private OpenSum _open = new();

    /// <summary>The silo's end of the ring.</summary>
    /// <exception cref="ArgumentException">The silo is not in the roster.</exception>
    public IRingSum For(string silo) => silos.Contains(silo)
        ? new LocalRingSum(this, silo)
        : throw new ArgumentException($"`{silo}` is not one of {string.Join(", ", silos)}.", nameof(silo));

    private Task<RingTotal> Add(string silo, StatisticQuery query)
    {
        query.RequireWithinBound();
        lock (_lock)
        {
            OpenSum sum = _open;
            sum.Add(silo, query);
            if (sum.Parts == silos.Count)
            {
                _open = new OpenSum();
                sum.Finish(silos);
            }

            return sum.Task;
        }
    }

    private sealed class LocalRingSum(LocalRing ring, string silo) : IRingSum
    {
        public Task<RingTotal> SumAsync(StatisticQuery query, CancellationToken cancellationToken) =>
            ring.Add(silo, query).WaitAsync(cancellationToken);
    }

    private sealed class OpenSum
    {
        private readonly TaskCompletionSource<RingTotal> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly HashSet<string> _contributors = [];
        private string? _name;
        private Int128[] _total = [];

        public int Parts => _contributors.Count;

        public Task<RingTotal> Task => _done.Task;

        public void Add(string silo, StatisticQuery query)
        {
            _name ??= query.Name;
            _total = Parts == 0 ? new Int128[query.Values.Length] : _total;
            if (query.Name != _name || query.Values.Length != _total.Length)
            {
                throw new InvalidOperationException(
                    $"`{silo}` adds up `{query.Name}` ({query.Values.Length} numbers) while the ring adds up `{_name}` ({_total.Length} numbers).");
            }

            if (!_contributors.Add(silo))
            {
                throw new InvalidOperationException($"`{silo}` has already handed in its part of `{_name}`.");
            }

            for (int i = 0; i < _total.Length; i++)
            {
                _total[i] = checked(_total[i] + query.Values[i]);
            }
        }

        public void Finish(IReadOnlyList<string> silos) => _done.SetResult(new RingTotal(_total, silos));
    }
}
