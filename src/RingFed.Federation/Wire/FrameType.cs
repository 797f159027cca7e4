namespace RingFed.Federation.Wire;

/// <summary>
/// Numbers of the messages. Append only: a number that was ever used keeps its meaning. Each has its cap in
/// <see cref="WireCaps.BodyBytesMax"/>; a type without one is refused by its header: <see cref="RecordIds"/>, which
/// the summary made superfluous.
/// </summary>
public enum FrameType : ushort
{
    /// <summary>"Your certificate is accepted": the first frame each side sends after the TLS handshake.</summary>
    Admission = 1,

    /// <summary>Typed close, the last frame of a connection: code and sentence.</summary>
    Goodbye = 2,

    /// <summary>Greeting of an admitted peer: versions, federation, topology, silo.</summary>
    Hello = 3,

    /// <summary>Sign of life.</summary>
    Heartbeat = 4,

    /// <summary>Signed header of one silo's update.</summary>
    Envelope = 16,

    /// <summary>Which updates a silo has verified and stored.</summary>
    Have = 17,

    /// <summary>RingClose: a proposed set.</summary>
    Propose = 18,

    /// <summary>RingClose: first vote.</summary>
    Prevote = 19,

    /// <summary>RingClose: second vote, with the aggregate's digest.</summary>
    Precommit = 20,

    /// <summary>RingClose: proof that a round is closed.</summary>
    RoundClose = 21,

    /// <summary>Ids of the records a silo holds, so that the other end sends what it lacks.</summary>
    RecordIds = 22,

    /// <summary>Which chunks of which items a silo holds, and the last round it closed: what a new link needs to go on.</summary>
    Summary = 23,

    /// <summary>The sender closed another round.</summary>
    Progress = 24,

    /// <summary>RingClose: silos that the sender of the record cannot reach.</summary>
    Suspicion = 25,

    /// <summary>RingClose: a silo takes its leave.</summary>
    Leave = 26,

    /// <summary>Request for the proofs of closed rounds.</summary>
    ClosesWanted = 27,

    /// <summary>A silo that may have an old memory asks what the others hold of it.</summary>
    Recall = 28,

    /// <summary>Answer to a recall.</summary>
    Recalled = 29,

    /// <summary>A silo agrees to a draft of the next epoch.</summary>
    Assent = 30,

    /// <summary>Where an epoch began, for silos that are new in it.</summary>
    Opening = 31,

    /// <summary>One slice of an update's payload with its Merkle proof.</summary>
    Chunk = 32,

    /// <summary>Request for an item, or what is missing of it here.</summary>
    ChunkWanted = 33,

    /// <summary>Request for records that do not come by themselves. Since protocol 2.</summary>
    RecordsWanted = 34,

    /// <summary>Request for the text of a topology. Since protocol 2.</summary>
    TopologyWanted = 35,

    /// <summary>Text of a topology. Since protocol 2.</summary>
    TopologyText = 36,

    /// <summary>Neighbour exchange: what the sender merged last, and what it holds of the receiver's updates.</summary>
    NeighbourStanding = 40,
}
