using RingFed.Federation.Wire;

namespace RingFed.Federation.Messages;

/// <summary>
/// What neighbours say to each other. Chunks are apart: their bytes never enter the session's core. A typed close is a
/// <see cref="WireFault"/> in a goodbye.
/// </summary>
internal abstract record RingMessage;

/// <summary>First on every link, from both ends.</summary>
/// <param name="Nonce">Drawn at process start: tells a restarted neighbour from a second dial of the same one.</param>
internal sealed record Hello(
    int VersionMin, int VersionMax, string Federation, int Epoch, Digest Topology, string Silo, ulong Nonce) : RingMessage;

/// <summary>Everything the sender holds of the open rounds, once per link after the greeting.</summary>
/// <param name="Closed">Last round closed and stored by the sender; -1 before the first.</param>
internal sealed record Summary(int Closed, IReadOnlyList<Digest> Records, IReadOnlyList<ItemHolding> Items) : RingMessage
{
    /// <summary>What the sender holds of the receiver; nothing on a link of protocol 1, which has no such fields.</summary>
    public Remembrance Remembrance { get; init; } = Remembrance.None;
}

/// <param name="Chunks">Bit i (lowest bit first) is set when chunk i is held.</param>
internal sealed record ItemHolding(ItemId Item, ReadOnlyMemory<byte> Chunks);

/// <summary>The sender has closed and stored another round.</summary>
internal sealed record Progress(int Closed) : RingMessage;

internal sealed record RecordMessage(SignedRecord Record) : RingMessage;

/// <summary>Asks for an item, less the chunks already held: the aggregate of a closed round, or a payload that stalls.</summary>
internal sealed record Want(ItemId Item, ReadOnlyMemory<byte> Held) : RingMessage;

/// <summary>Proof that a round is closed, for a silo that is behind and asked.</summary>
internal sealed record CloseMessage(RoundClose Close) : RingMessage;

/// <summary>Asks for the closes of this round and the ones after it, as many as are answered at a time.</summary>
internal sealed record WantCloses(int From) : RingMessage;

/// <summary>Asks for records of open rounds by id, whatever of them the peer sent before.</summary>
internal sealed record WantRecords(IReadOnlyList<Digest> Ids) : RingMessage
{
    /// <summary>Protocol version from which on this message exists.</summary>
    public const int ProtocolOldest = 2;
}

/// <summary>Asks for the text of a topology: a draft that someone agreed to, or one of an epoch before.</summary>
internal sealed record WantTopology(Digest Topology) : RingMessage
{
    /// <summary>Protocol version from which on messages and records about epochs exist.</summary>
    public const int ProtocolOldest = 2;
}

/// <summary>A topology file as its author wrote it. What it says is named by its digest, which whoever asked checks.</summary>
internal sealed record TopologyText(string Text) : RingMessage;

/// <summary>Sign of life, and its answer.</summary>
/// <param name="Sequence">
/// Counts the beats of one end of a link from 0; an answer repeats it, which gives the time there and back. Null on a
/// link of protocol 1, which has no such field.
/// </param>
/// <param name="Health">
/// The sender's own Lifeguard score (Dadgar, Phillips, Currey 2018, section IV-A), 0 healthy to <see cref="HealthMax"/>: how far it distrusts
/// its own view. Null on a link of protocol 1.
/// </param>
internal sealed record Heartbeat(bool IsAnswer, int? Sequence, int? Health) : RingMessage
{
    /// <summary>Worst score; the paper's S.</summary>
    public const int HealthMax = 8;
}
