namespace RingFed.Simulation.Network;

/// <summary>Something on its way over a connection.</summary>
/// <param name="Deliver">At the other end.</param>
/// <param name="Written">At the sender, once the line has taken it; null when nobody asks.</param>
internal readonly record struct Parcel(long Bytes, Action Deliver, Action? Written);

/// <summary>
/// One direction of a connection. In order, like TCP; messages are taken before chunks, like the shipping outbox does. A
/// lost segment holds everything behind it until it is sent again; a blocked path holds everything.
/// </summary>
internal sealed class Lane
{
    /// <summary>First time-out of a retransmission, and after some doublings.</summary>
    private const long ResendMsMin = 200;
    private const long ResendMsMax = 3000;
    private const long MicrosPerMs = 1000;
    private readonly VirtualClock clock;
    private readonly Dice dice;
    private readonly NetPath path;
    private readonly Queue<Parcel> messages = new();
    private readonly Queue<Parcel> chunks = new();
    private readonly Queue<(long At, Action Deliver)> travelling = new();
    private long freeAtMicros;
    private long lastArrival;
    private bool pumping;
    private bool delivering;
    private bool isDown;

    public Lane(VirtualClock clock, Dice dice, NetPath path)
    {
        (this.clock, this.dice, this.path) = (clock, dice, path);
        path.Unblocked += Resume;
    }

    public int Waiting => messages.Count + chunks.Count;

    public void Send(Parcel parcel, bool isChunk)
    {
        if (!isDown)
        {
            (isChunk ? chunks : messages).Enqueue(parcel);
            Pump();
        }
    }

    /// <summary>Whatever has not been delivered never will be.</summary>
    public void TakeDown()
    {
        isDown = true;
        path.Unblocked -= Resume;
        messages.Clear();
        chunks.Clear();
        travelling.Clear();
    }

    private void Resume()
    {
        Pump();
        Deliver();
    }

    private void Pump()
    {
        while (!path.IsBlocked && freeAtMicros < (clock.Now + 1) * MicrosPerMs && Next() is { } parcel)
        {
            Put(parcel);
        }

        if (Waiting > 0 && !pumping && !path.IsBlocked)
        {
            pumping = true;
            clock.At(freeAtMicros / MicrosPerMs, () =>
            {
                pumping = false;
                Pump();
            });
        }
    }

    private Parcel? Next() => messages.TryDequeue(out Parcel parcel) || chunks.TryDequeue(out parcel) ? parcel : null;

    private void Put(Parcel parcel)
    {
        freeAtMicros = Math.Max(freeAtMicros, clock.Now * MicrosPerMs) + (parcel.Bytes * MicrosPerMs / path.BytesPerMs);
        long leftAt = (freeAtMicros + MicrosPerMs - 1) / MicrosPerMs;
        lastArrival = Math.Max(lastArrival, leftAt + DelayMs());
        travelling.Enqueue((lastArrival, parcel.Deliver));
        if (path.DoubledPerMille > 0 && dice.Below(1000) < path.DoubledPerMille)
        {
            travelling.Enqueue((lastArrival, parcel.Deliver));
        }

        Await();
        if (parcel.Written is { } written)
        {
            clock.At(leftAt, written);
        }
    }

    private void Await()
    {
        if (!delivering && travelling.TryPeek(out (long At, Action) first))
        {
            delivering = true;
            clock.At(first.At, () =>
            {
                delivering = false;
                Deliver();
            });
        }
    }

    private void Deliver()
    {
        while (!path.IsBlocked && travelling.TryPeek(out (long At, Action Deliver) first) && first.At <= clock.Now)
        {
            travelling.Dequeue();
            first.Deliver();
        }

        if (!path.IsBlocked)
        {
            Await();
        }
    }

    private long DelayMs()
    {
        long delay = dice.Between(path.DelayMsMin, path.DelayMsMax);
        return path.LostPerMille > 0 && dice.Below(1000) < path.LostPerMille ? delay + dice.Between(ResendMsMin, ResendMsMax) : delay;
    }
}
