using System.Threading.Channels;
using RingFed.Federation.Messages;

namespace RingFed.Federation.Transport;

/// <summary>
/// What is waiting to be written on one link: messages before chunks, because a vote behind a model would hold the
/// whole ring. Lock: every member; filled by the event loop, emptied by the link's writer.
/// </summary>
internal sealed class LinkOutbox
{
    /// <summary>Two summaries' worth of records; a peer that reads slower than this is let go.</summary>
    public const int MessagesMax = 2 * MessageCaps.SummaryRecordsMax;

    private readonly Queue<RingMessage> messages = new();
    private readonly Queue<ChunkId> chunks = new();
    private readonly Channel<bool> filled = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock guard = new();
    private bool isClosed;

    /// <returns>False when the peer does not read.</returns>
    public bool TryAdd(RingMessage message)
    {
        lock (guard)
        {
            if (messages.Count >= MessagesMax)
            {
                return false;
            }

            messages.Enqueue(message);
        }

        filled.Writer.TryWrite(true);
        return true;
    }

    public void Add(ChunkId chunk)
    {
        lock (guard)
        {
            chunks.Enqueue(chunk);
        }

        filled.Writer.TryWrite(true);
    }

    /// <summary>Messages that wait still go out; chunks do not.</summary>
    public void Close()
    {
        lock (guard)
        {
            isClosed = true;
            chunks.Clear();
        }

        filled.Writer.TryWrite(true);
    }

    /// <summary>Waits until there is something to take, or the outbox is closed.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken) => await filled.Reader.ReadAsync(cancellationToken);

    /// <returns>A message, a chunk, or neither when nothing waits.</returns>
    public (RingMessage? Message, ChunkId? Chunk, bool IsClosed) Take()
    {
        lock (guard)
        {
            if (messages.TryDequeue(out RingMessage? message))
            {
                return (message, null, false);
            }

            return chunks.TryDequeue(out ChunkId chunk) ? (null, chunk, false) : (null, null, isClosed);
        }
    }
}
