namespace RingFed.Simulation.Network;

/// <summary>
/// What the network does now to everything that one silo sends another. Faults add to the counters while they last and
/// take off the same afterwards, so that overlapping faults do not heal each other.
/// </summary>
internal sealed class NetPath
{
    /// <summary>A line of 100 MB/s.</summary>
    private const long BytesPerMsClear = 100_000;

    /// <summary>A line that lets 2 kB/s through: a vote in a second, a chunk in minutes.</summary>
    private const long BytesPerMsClogged = 2;

    private int blocks;

    public event Action? Unblocked;

    /// <summary>Nothing gets through, and nobody is told.</summary>
    public bool IsBlocked => blocks > 0;

    public int Clogs { get; set; }

    public long BytesPerMs => Clogs > 0 ? BytesPerMsClogged : BytesPerMsClear;

    /// <summary>Milliseconds on the way, least.</summary>
    public long DelayMsMin { get; set; } = 1;

    /// <summary>Most, when nothing is lost.</summary>
    public long DelayMsMax { get; set; } = 30;

    /// <summary>Of a thousand segments, how many are lost once: TCP sends them again, and all behind them waits.</summary>
    public int LostPerMille { get; set; }

    /// <summary>Of a thousand messages, how many come twice.</summary>
    public int DoubledPerMille { get; set; }

    public void Block() => blocks++;

    public void Unblock()
    {
        if (--blocks == 0)
        {
            Unblocked?.Invoke();
        }
    }
}
