using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Simulation.Epochs;
using RingFed.Simulation.Silos;

namespace RingFed.Simulation.Attackers;

/// <summary>
/// A silo that runs the shipping session and lies: whatever it sends passes through its attacks, which may also sign
/// other statements with its own key. Nobody else's key is ever used.
/// </summary>
internal sealed class Adversary(SimulatedSilo silo, SiloWorld world, Dice dice)
{
    private const int RememberedMax = 300;
    private readonly List<Attack> attacks = [];
    private readonly SortedDictionary<int, int> peers = [];
    private readonly Queue<SignedRecord> remembered = new();

    public Dice Dice => dice;

    public SessionPlan Plan => silo.Plan;

    public TopologyBook Topologies => world.Topologies;

    public string Name => silo.Name;

    /// <summary>The newest round that a record has been seen of.</summary>
    public int Round { get; private set; }

    /// <summary>Records that passed here, oldest first.</summary>
    public IReadOnlyCollection<SignedRecord> Remembered => remembered;

    /// <summary>The newest close that passed here.</summary>
    public RoundClose? Close { get; private set; }

    public void Add(Attack attack) => attacks.Add(attack);

    public void Notice(RingEvent happened)
    {
        if (happened is MessageArrived arrived)
        {
            attacks.ForEach(attack => attack.Hear(this, arrived.Link, arrived.Message));
        }

        switch (happened)
        {
            case LinkOpened opened: peers[opened.Link] = opened.Peer; break;
            case LinkLost lost: peers.Remove(lost.Link); break;
            case MessageArrived { Message: RecordMessage { Record: var record } }: Remember(record); break;
            case MessageArrived { Message: CloseMessage { Close: var close } }: Close = close; break;
            case Tick: Act(); break;
        }
    }

    public void Notice(RingEffect effect)
    {
        if (effect is CloseLink close)
        {
            peers.Remove(close.Link);
        }
    }

    public void Forget() => peers.Clear();

    public void Send(int link, RingMessage message)
    {
        if (message is RecordMessage { Record: var record })
        {
            Remember(record);
        }

        int peer = peers.GetValueOrDefault(link);
        IEnumerable<RingMessage> twisted = [message];
        foreach (Attack attack in attacks)
        {
            twisted = [.. twisted.SelectMany(one => attack.Twist(this, peer, one))];
        }

        foreach (RingMessage one in twisted)
        {
            Emit(link, one);
        }
    }

    public SentChunk? Twist(int link, SentChunk chunk)
    {
        int peer = peers.GetValueOrDefault(link);
        SentChunk? twisted = chunk;
        foreach (Attack attack in attacks)
        {
            twisted = twisted is { } one ? attack.Twist(this, peer, one) : null;
        }

        return twisted;
    }

    /// <summary>Sends it as it is, but for damage to its bytes.</summary>
    public void Emit(int link, RingMessage message)
    {
        byte[] frame = FrameBytes.Encode(message);
        foreach (Attack attack in attacks)
        {
            frame = attack.Damage(this, frame);
        }

        world.Network.Send(link, silo.Index, frame.Length, peer => peer.Hear(link, frame));
    }

    public void Emit(int link, RecordBody body) => Emit(link, new RecordMessage(Sign(body)));

    public void Emit(int link, SentChunk chunk) =>
        world.Network.Send(link, silo.Index, Federation.Wire.WireCaps.ChunkBytesMax, peer => peer.Receive(link, chunk.Id, chunk.Content), isChunk: true);

    /// <summary>With this silo's own key.</summary>
    public SignedRecord Sign(RecordBody body)
    {
        SignedRecord record = SimulatedWorker.Sign(body);
        world.Checker.Forged(record);
        return record;
    }

    public Digest Junk()
    {
        Span<byte> bytes = stackalloc byte[Digest.Length];
        for (int index = 0; index < bytes.Length; index++)
        {
            bytes[index] = (byte)dice.Next();
        }

        return new Digest(bytes);
    }

    /// <summary>The root of another payload, for the same round.</summary>
    public Digest OtherThan(Envelope envelope)
    {
        Digest root = Junk();
        world.Worker.Replace(envelope.Payload.Root, root, dice);
        return root;
    }

    public bool IsOwn(SignedRecord record) => record.Body.Origin == Name;

    private void Act()
    {
        if (peers.Count > 0)
        {
            (int link, int peer) = dice.Pick(peers.ToList());
            attacks.ForEach(attack => attack.Act(this, link, peer));
        }
    }

    private void Remember(SignedRecord record)
    {
        Round = Math.Max(Round, record.Round);
        remembered.Enqueue(record);
        if (remembered.Count > RememberedMax)
        {
            remembered.Dequeue();
        }
    }
}
