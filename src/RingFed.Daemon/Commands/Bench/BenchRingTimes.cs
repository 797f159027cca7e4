namespace RingFed.Daemon.Commands.Bench;

/// <summary>
/// When what happened in each round, over all silos. Lock: every member. A silo waits here with all others before it works
/// and before it sends, so that nothing but the exchange is inside the exchange's time.
/// </summary>
/// <param name="skipped">Rounds at the start that are not counted.</param>
/// <param name="between">Run alone, while all silos wait to work; null in the rounds that are skipped.</param>
internal sealed class BenchRingTimes(BenchRingOptions options, int skipped, TimeProvider time, Func<Task<double>> between)
{
    private readonly Lock guard = new();
    private readonly SortedDictionary<int, Round> rounds = [];
    private readonly List<double> bare = [];
    private readonly List<double> bareCpu = [];

    private sealed class Round(int silos)
    {
        public BenchRingLine Working { get; } = new(silos);

        public BenchRingLine Published { get; } = new(silos);

        public int Worked { get; set; }

        public int Held { get; set; }

        public long ContributedAt { get; set; }

        public long SentFrom { get; set; }

        public long HeldAt { get; set; }

        public TimeSpan CpuFrom { get; set; }

        public TimeSpan CpuTo { get; set; }

        public long MergedAt { get; set; }
    }

    public IReadOnlyList<double> Bare => bare;

    /// <summary>Processor seconds of the same.</summary>
    public IReadOnlyList<double> BareCpu => bareCpu;

    /// <summary>Processor seconds of each round's exchange.</summary>
    public IReadOnlyList<double> ExchangesCpu => [.. Counted.Select(round => (round.CpuTo - round.CpuFrom).TotalSeconds)];

    /// <summary>Seconds of each round's exchange.</summary>
    public IReadOnlyList<double> Exchanges => [.. Counted.Select(round => Seconds(round.SentFrom, round.HeldAt))];

    /// <summary>Seconds from the last update made to the last model merged.</summary>
    public IReadOnlyList<double> Rounds => [.. Counted.Select(round => Seconds(round.ContributedAt, round.MergedAt))];

    private IEnumerable<Round> Counted => rounds.Where(round => round.Key >= skipped).Select(round => round.Value);

    /// <summary>The silo may work when all may.</summary>
    public Task BeginAsync(int round, CancellationToken stop) => Of(round).Working.WaitAsync(
        async () =>
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            double seconds = await between();
            if (round >= skipped)
            {
                bareCpu.Add((Environment.CpuUsage.TotalTime - before).TotalSeconds);
                bare.Add(seconds);
            }
        },
        stop);

    public void Contributed(int round) => Note(round, at => at.ContributedAt = time.GetTimestamp());

    /// <summary>The silo may send when all may.</summary>
    public Task PublishedAsync(int round, CancellationToken stop) => Of(round).Published.WaitAsync(
        () =>
        {
            Note(round, at => (at.SentFrom, at.CpuFrom) = (time.GetTimestamp(), Environment.CpuUsage.TotalTime));
            return Task.CompletedTask;
        },
        stop);

    /// <summary>A silo has verified all of an update.</summary>
    public void Held(int round) => Note(round, at =>
    {
        if (++at.Held == options.Silos * options.UpdatesPerSilo)
        {
            (at.HeldAt, at.CpuTo) = (time.GetTimestamp(), Environment.CpuUsage.TotalTime);
        }
    });

    public void Merged(int round) => Note(round, at => at.MergedAt = time.GetTimestamp());

    private Round Of(int round)
    {
        lock (guard)
        {
            if (!rounds.TryGetValue(round, out Round? at))
            {
                rounds[round] = at = new Round(options.Silos);
            }

            return at;
        }
    }

    private void Note(int round, Action<Round> note)
    {
        Round at = Of(round);
        lock (guard)
        {
            note(at);
        }
    }

    private double Seconds(long from, long to) => time.GetElapsedTime(from, to).TotalSeconds;
}

/// <summary>Holds who comes until all have come; the last runs something before they are let go.</summary>
internal sealed class BenchRingLine(int silos)
{
    private readonly TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int waiting = silos;

    public async Task WaitAsync(Func<Task> last, CancellationToken stop)
    {
        if (Interlocked.Decrement(ref waiting) == 0)
        {
            await last();
            open.SetResult();
        }

        await open.Task.WaitAsync(stop);
    }
}
