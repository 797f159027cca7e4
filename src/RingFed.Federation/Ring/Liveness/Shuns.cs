namespace RingFed.Federation.Ring.Liveness;

/// <summary>
/// Peers that are kept away because they sent what fails its proof. Longer each time, never for ever: a faulty disk or
/// cable gets repaired, and a ring that banned for good would shrink.
/// </summary>
internal sealed class Shuns(SessionTimes times)
{
    private readonly SortedDictionary<int, Record> records = [];

    private sealed class Record
    {
        public int Faults { get; set; }

        public long Until { get; set; }
    }

    /// <returns>Milliseconds for which the peer is kept away.</returns>
    public long Add(int peer, long now)
    {
        if (!records.TryGetValue(peer, out Record? record))
        {
            records[peer] = record = new Record();
        }

        long forgiven = record.Faults == 0 ? 0 : Math.Max(0, now - record.Until) / times.ShunMsMax;
        record.Faults = (int)Math.Max(0, record.Faults - forgiven) + 1;
        long ms = Math.Min(times.ShunMsMax, times.ShunMsMin << Math.Min(record.Faults - 1, 16));
        record.Until = now + ms;
        return ms;
    }

    public bool Contains(int peer, long now) => records.TryGetValue(peer, out Record? record) && now < record.Until;
}
