namespace RingFed.Federation.Transport;

/// <summary>
/// How fast each of many may come: a bucket a key that holds a burst and refills at a steady rate. Holds few keys however
/// many there are: a forgotten one starts anew with a full bucket. Lock: every member.
/// </summary>
/// <param name="burst">At once, after a rest.</param>
/// <param name="perSecond">In the long run.</param>
internal sealed class ConnectionRate<TKey>(int burst, double perSecond, int keysMax, TimeProvider time)
    where TKey : notnull
{
    private readonly Dictionary<TKey, (double Left, long At)> buckets = [];
    private readonly Lock guard = new();

    /// <returns>False when the key has used up what it has.</returns>
    public bool TryTake(TKey key)
    {
        lock (guard)
        {
            long now = time.GetTimestamp();
            double left = buckets.TryGetValue(key, out (double Left, long At) bucket)
                ? Math.Min(burst, bucket.Left + (time.GetElapsedTime(bucket.At, now).TotalSeconds * perSecond))
                : Admit();
            bool taken = left >= 1;
            buckets[key] = (taken ? left - 1 : left, now);
            return taken;
        }
    }

    /// <summary>Makes room for a key. The longest quiet goes: it has most likely a full bucket again.</summary>
    private double Admit()
    {
        if (buckets.Count >= keysMax)
        {
            buckets.Remove(buckets.MinBy(entry => entry.Value.At).Key);
        }

        return burst;
    }
}
