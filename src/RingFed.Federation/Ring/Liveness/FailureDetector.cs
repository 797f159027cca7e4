using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Liveness;

/// <summary>
/// When this silo takes another for gone: it heard nothing of it for a time that is longer while its own health is poor
/// and shorter the more others say the same (Lifeguard, arXiv 1707.00788, section IV-B). It watches the silos that it
/// means to be connected to, whether the link is down, silent, or was never there.
/// </summary>
internal sealed class FailureDetector(SessionTimes times, LocalHealth health)
{
    /// <summary>Others' suspicions that bring the time down to its least, half of it: the paper's k.</summary>
    private const int ConfirmationsFull = 3;

    private readonly SortedDictionary<int, Watched> watched = [];

    private sealed class Watched
    {
        public long HeardAt { get; set; }

        public int Confirmations { get; set; }
    }

    /// <summary>From now on the silo should be heard of. No effect on one that is watched already.</summary>
    public void Watch(int peer, long now) => watched.TryAdd(peer, new Watched { HeardAt = now });

    public void Unwatch(int peer) => watched.Remove(peer);

    /// <summary>A sign of life: it is not suspected any more.</summary>
    public void Hear(int peer, long now)
    {
        if (watched.TryGetValue(peer, out Watched? one))
        {
            one.HeardAt = Math.Max(one.HeardAt, now);
        }
    }

    /// <summary>So many other silos say now that they cannot reach it.</summary>
    public void Confirm(int peer, int confirmations)
    {
        if (watched.TryGetValue(peer, out Watched? one))
        {
            one.Confirmations = confirmations;
        }
    }

    /// <summary>This silo did not look for a while; nobody can be blamed for that time.</summary>
    public void Excuse(long ms)
    {
        foreach (Watched one in watched.Values)
        {
            one.HeardAt += ms;
        }
    }

    /// <summary>
    /// Two or more silos are watched and none was heard of for two heartbeats: more likely this silo is the one that is
    /// cut off, and its times double. What the paper learns from missing nacks.
    /// </summary>
    public bool IsCutOff(long now) =>
        watched.Count > 1 && watched.Values.All(one => now - one.HeardAt >= 2 * times.HeartbeatMs);

    /// <summary>Half of the time to a suspicion has passed: a way around it is prepared.</summary>
    public bool IsDoubtful(int peer, long now) =>
        watched.TryGetValue(peer, out Watched? one) && now - one.HeardAt >= PatienceWith(one, now) / 2;

    public bool IsSuspected(int peer, long now) =>
        watched.TryGetValue(peer, out Watched? one) && now - one.HeardAt >= PatienceWith(one, now);

    /// <summary>All that this silo takes for gone.</summary>
    public OriginSet Suspected(long now) => OriginSet.Of(watched.Keys.Where(peer => IsSuspected(peer, now)));

    /// <summary>Equation of section IV-B with the maximum at the suspicion time and the minimum at half of it.</summary>
    private long PatienceWith(Watched one, long now)
    {
        int multiplier = 1 + health.Score + (IsCutOff(now) ? 1 : 0);
        return times.SuspicionMs * multiplier * Percent(one.Confirmations) / 100;
    }

    /// <summary>100 - 50 log(c + 1) / log(k + 1), as a table: the core does no floating-point arithmetic.</summary>
    private static int Percent(int confirmations) => Math.Min(confirmations, ConfirmationsFull) switch
    {
        0 => 100,
        1 => 75,
        2 => 60,
        _ => 50,
    };
}
