using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Simulation.Attackers;
using RingFed.Simulation.Network;

namespace RingFed.Simulation.Silos;

/// <summary>What a silo says on its links: to the network, or to the adversary that speaks for it.</summary>
internal sealed class LinkSender(SimulatedSilo silo, SiloStorage storage, SiloMemory memory, PendingEffects pending, SiloWorld world)
{
    private const long NothingSentMsMax = 2;

    public void Send(Send send)
    {
        if (silo.Adversary is { } adversary)
        {
            adversary.Send(send.Link, send.Message);
            return;
        }

        if (send.Message is RecordMessage { Record: var record } && record.Body.Origin == silo.Name && world.Checker.IsSigned(record))
        {
            world.Checker.Left(record, storage.Held(record));
        }

        long bytes = MessageSize.Of(send.Message);
        world.Checker.Traffic.Sent(silo.Index, bytes);
        for (int time = 0; time < world.Defects.TimesSaid(send.Message); time++)
        {
            world.Network.Send(send.Link, silo.Index, bytes, peer => peer.Raise(new MessageArrived(send.Link, send.Message)));
        }
    }

    public void Send(SendCloses send)
    {
        for (int round = send.From; round <= send.Last && round != silo.UnreadableClose && storage.Disk.CloseOf(round) is { } close; round++)
        {
            Send(new Send(send.Link, new CloseMessage(close)));
        }
    }

    public void Send(SendTopology send)
    {
        if (storage.Disk.TopologyOf(send.Topology) is { } topology)
        {
            Send(new Send(send.Link, new TopologyText(topology.Text)));
        }
    }

    public void Send(SendChunk send)
    {
        if (!memory.Store.TryGet(send.Chunk, out Digest content) || Twisted(send, content) is not { } chunk)
        {
            pending.Later(NothingSentMsMax, () => new ChunkWritten(send.Link, send.Chunk));
            return;
        }

        long bytes = MessageSize.Of(world.Worker.ManifestOf(content), send.Chunk.Index);
        world.Checker.Traffic.Sent(silo.Index, send.Chunk, bytes);
        world.Network.Send(
            send.Link,
            silo.Index,
            bytes,
            peer => peer.Receive(send.Link, chunk.Id, chunk.Content),
            isChunk: true,
            () => pending.Answer(new ChunkWritten(send.Link, send.Chunk)));
    }

    private SentChunk? Twisted(SendChunk send, Digest content)
    {
        SentChunk chunk = new(send.Chunk, content);
        return silo.Adversary is null ? chunk : silo.Adversary.Twist(send.Link, chunk);
    }
}
