namespace RingFed.Daemon.Tests.Processes.Faults;

/// <summary>
/// What happens to the bytes between two silos, whichever of them dialled. Fair until told otherwise. Lock: the weather's
/// own, for every member.
/// </summary>
internal sealed class LinkWeather
{
    private readonly Lock _guard = new();
    private readonly HashSet<ProxiedConnection> _connections = [];
    private readonly HashSet<string> _stalled = [];
    private TaskCompletionSource _change = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isCut;
    private TimeSpan _delay;
    private bool _flips;

    /// <summary>Connections end at once, new ones as soon as they are made.</summary>
    public void Cut() => Change(() => _isCut = true, end: true);

    /// <summary>Nothing that these silos send gets through; connections stay, and nobody is told.</summary>
    public void Stall(params string[] senders) => Change(() => _stalled.UnionWith(senders));

    /// <summary>Every piece of a stream takes this much longer; the pieces keep their order.</summary>
    public void Delay(TimeSpan delay) => Change(() => _delay = delay);

    /// <summary>One bit of the next piece that passes.</summary>
    public void FlipABit() => Change(() => _flips = true);

    /// <summary>The receivers read the end of the stream, while what they send themselves still flows.</summary>
    public void CloseHalf()
    {
        lock (_guard)
        {
            _connections.ToList().ForEach(connection => connection.CloseHalf());
        }
    }

    /// <summary>Fair again. What was held back flows on.</summary>
    public void Clear() => Change(() =>
    {
        (_isCut, _delay, _flips) = (false, TimeSpan.Zero, false);
        _stalled.Clear();
    });

    /// <returns>False when the link is cut.</returns>
    public bool TryEnter(ProxiedConnection connection)
    {
        lock (_guard)
        {
            return !_isCut && _connections.Add(connection);
        }
    }

    public void Leave(ProxiedConnection connection)
    {
        lock (_guard)
        {
            _connections.Remove(connection);
        }
    }

    /// <summary>Waits until a piece may pass.</summary>
    /// <param name="piece">May lose a bit.</param>
    public async Task PassAsync(string sender, Memory<byte> piece, CancellationToken gone)
    {
        while (Obstacle(sender) is { } change)
        {
            await change.WaitAsync(gone);
        }

        await Task.Delay(Claim(piece), TimeProvider.System, gone);
    }

    private Task? Obstacle(string sender)
    {
        lock (_guard)
        {
            return _stalled.Contains(sender) ? _change.Task : null;
        }
    }

    private TimeSpan Claim(Memory<byte> piece)
    {
        lock (_guard)
        {
            if (_flips)
            {
                _flips = false;
                piece.Span[piece.Length / 2] ^= 1;
            }

            return _delay;
        }
    }

    private void Change(Action change, bool end = false)
    {
        ProxiedConnection[] ended;
        lock (_guard)
        {
            change();
            _change.SetResult();
            _change = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            ended = end ? [.. _connections] : [];
        }

        Array.ForEach(ended, connection => connection.Reset());
    }
}
