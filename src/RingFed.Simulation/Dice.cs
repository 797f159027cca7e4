namespace RingFed.Simulation;

/// <summary>All chance of a run, from its seed (SplitMix64, Steele et al. 2014): the same on every runtime and processor.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong state = seed;

    public ulong Next()
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <returns>A value from <paramref name="low"/> to <paramref name="high"/>, both included.</returns>
    public long Between(long low, long high) => low + (long)(Next() % (ulong)(high - low + 1));

    public int Below(int count) => (int)(Next() % (ulong)count);

    /// <summary>True once in <paramref name="times"/> on average.</summary>
    public bool OneIn(int times) => Below(times) == 0;

    /// <summary>Other dice, so that one part's throws do not move another's.</summary>
    public Dice Fork() => new(Next());

    /// <summary>One of them.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];
}
