using RingFed.Federation.Ring;

namespace RingFed.Simulation;

/// <summary>
/// Connections between neighbours: in order within a connection, delayed at random between them, lost as a whole when
/// cut. Either end dials whenever it has no connection to a neighbour, so dials cross.
/// </summary>
internal sealed class SimulatedNetwork(VirtualClock clock, Dice dice, SimulatedSilo[] silos)
{
    private const long RedialMsMin = 20;
    private const long RedialMsMax = 400;
    private const long DelayMsMax = 30;
    private readonly Dictionary<int, Connection> connections = [];
    private readonly HashSet<(int, int)> cut = [];
    private readonly Dictionary<(int Dialler, int Peer), int> turns = [];
    private int ids;

    private sealed record Connection(int Id, int Dialler, int Listener)
    {
        public long[] LastArrival { get; } = new long[2];

        public bool IsOpen { get; set; } = true;

        public int Other(int end) => end == Dialler ? Listener : Dialler;
    }

    /// <summary>Keeps dialling a silo whenever there is no connection to it, until it is given up or the dialler's life ends.</summary>
    public void KeepDialling(int dialler, int peer)
    {
        int turn = turns[(dialler, peer)] = turns.GetValueOrDefault((dialler, peer)) + 1;
        KeepDialling(dialler, peer, silos[dialler].Life, turn);
    }

    public void StopDialling(int dialler, int peer) => turns[(dialler, peer)]++;

    private void KeepDialling(int dialler, int peer, int life, int turn) =>
        clock.After(dice.Between(RedialMsMin, RedialMsMax), () =>
        {
            if (silos[dialler].Life != life || !silos[dialler].IsAlive || turns[(dialler, peer)] != turn)
            {
                return;
            }

            if (!IsConnected(dialler, peer))
            {
                Dial(dialler, peer);
            }

            KeepDialling(dialler, peer, life, turn);
        });

    /// <summary>Delivers to the other end after everything sent before on the connection.</summary>
    public void Send(int link, int from, Action<SimulatedSilo> deliver)
    {
        if (!connections.TryGetValue(link, out Connection? connection) || !connection.IsOpen)
        {
            return;
        }

        int to = connection.Other(from);
        int life = silos[to].Life;
        ref long last = ref connection.LastArrival[from == connection.Dialler ? 0 : 1];
        last = Math.Max(last, clock.Now + dice.Between(1, DelayMsMax));
        clock.After(last - clock.Now, () =>
        {
            if (connection.IsOpen && silos[to].Life == life)
            {
                deliver(silos[to]);
            }
        });
    }

    /// <summary>An orderly close: what was sent before still arrives.</summary>
    public void Close(int link, int from)
    {
        if (!connections.TryGetValue(link, out Connection? connection) || !connection.IsOpen)
        {
            return;
        }

        Send(link, from, silo => silo.Raise(new LinkLost(link, "closed by peer")));
        long last = connection.LastArrival[from == connection.Dialler ? 0 : 1];
        clock.After(last - clock.Now + 1, () => Forget(connection));
    }

    /// <summary>The pair's connections break at once, and dials fail until <see cref="Heal"/>.</summary>
    public void Cut(int one, int other)
    {
        cut.Add(Pair(one, other));
        Break(connection => Pair(connection.Dialler, connection.Listener) == Pair(one, other));
    }

    public void Heal() => cut.Clear();

    public void Heal(int one, int other) => cut.Remove(Pair(one, other));

    /// <summary>A silo is gone: its connections break.</summary>
    public void BreakAll(int silo) => Break(connection => connection.Dialler == silo || connection.Listener == silo);

    private void Dial(int dialler, int peer)
    {
        if (cut.Contains(Pair(dialler, peer)) || !silos[peer].IsAlive)
        {
            return;
        }

        Connection connection = new(ids++, dialler, peer);
        connections.Add(connection.Id, connection);
        silos[dialler].Raise(new LinkOpened(connection.Id, peer, Outgoing: true));
        silos[peer].Raise(new LinkOpened(connection.Id, dialler, Outgoing: false));
    }

    private void Break(Func<Connection, bool> which)
    {
        foreach (Connection connection in connections.Values.Where(which).ToList())
        {
            Forget(connection);
            foreach (int end in new[] { connection.Dialler, connection.Listener })
            {
                int life = silos[end].Life;
                clock.After(dice.Between(0, DelayMsMax), () =>
                {
                    if (silos[end].Life == life)
                    {
                        silos[end].Raise(new LinkLost(connection.Id, "cut"));
                    }
                });
            }
        }
    }

    private void Forget(Connection connection)
    {
        connection.IsOpen = false;
        connections.Remove(connection.Id);
    }

    private bool IsConnected(int one, int other) =>
        connections.Values.Any(connection => Pair(connection.Dialler, connection.Listener) == Pair(one, other));

    private static (int, int) Pair(int one, int other) => one < other ? (one, other) : (other, one);
}
