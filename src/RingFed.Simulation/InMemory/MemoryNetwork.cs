using RingFed.Federation.Messages;
using RingFed.Federation.Ring;

namespace RingFed.Simulation.InMemory;

/// <summary>Connections that lose nothing: what is sent comes after <see cref="HopMs"/>, in order.</summary>
internal sealed class MemoryNetwork(VirtualClock clock)
{
    private const long HopMs = 1;
    private readonly List<MemorySilo> silos = [];
    private readonly List<Connection> connections = [];

    private sealed record Connection(int Dialler, int Listener)
    {
        public bool IsClosed { get; set; }

        public int Other(int end) => end == Dialler ? Listener : Dialler;

        public bool Joins(int one, int other) => (Dialler, Listener) == (one, other) || (Dialler, Listener) == (other, one);
    }

    /// <summary>In roster order.</summary>
    public void Add(MemorySilo silo) => silos.Add(silo);

    /// <summary>Unless the two are connected already.</summary>
    public void Connect(int dialler, int listener)
    {
        if (connections.Exists(known => !known.IsClosed && known.Joins(dialler, listener)))
        {
            return;
        }

        int link = connections.Count;
        connections.Add(new Connection(dialler, listener));
        clock.After(HopMs, () => silos[dialler].Raise(new LinkOpened(link, listener, Outgoing: true)));
        clock.After(HopMs, () => silos[listener].Raise(new LinkOpened(link, dialler, Outgoing: false)));
    }

    public void Send(int link, int from, RingMessage message) => Deliver(link, from, peer => peer.Raise(new MessageArrived(link, message)));

    /// <param name="chunk">Its bytes are the sender's, who keeps them until they came.</param>
    /// <param name="done">Called when it came, or never will.</param>
    public void Send(int link, int from, ChunkFrame chunk, Action done)
    {
        if (connections[link].IsClosed)
        {
            done();
            return;
        }

        clock.After(HopMs, () =>
        {
            silos[connections[link].Other(from)].Receive(link, chunk);
            done();
        });
    }

    /// <summary>What was sent before still comes.</summary>
    public void Close(int link, int from)
    {
        if (!connections[link].IsClosed)
        {
            Deliver(link, from, peer => peer.Raise(new LinkLost(link, "closed by peer")));
            connections[link].IsClosed = true;
        }
    }

    private void Deliver(int link, int from, Action<MemorySilo> come)
    {
        if (!connections[link].IsClosed)
        {
            clock.After(HopMs, () => come(silos[connections[link].Other(from)]));
        }
    }
}
