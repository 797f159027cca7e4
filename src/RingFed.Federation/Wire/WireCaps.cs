namespace RingFed.Federation.Wire;

/// <summary>
/// Every limit on what a peer may send, in one place, each with its reason. Checked before anything is buffered or
/// allocated, so that the memory a hostile peer can claim is (largest body + one read) per connection.
/// </summary>
public static class WireCaps
{
    /// <summary>
    /// Silos a roster may hold. Relay costs (n-1) models per silo and round, and a set of silos is one 128-bit number.
    /// </summary>
    public const int SilosMax = 128;

    /// <summary>
    /// Payload bytes in one chunk. Large enough that header, proof and hash cost under 0.5 %, small enough that
    /// cut-through starts early and a resumed transfer repeats little.
    /// </summary>
    public const int ChunkBytesMax = 256 * 1024;

    /// <summary>Proof and addressing of a chunk: 14 Merkle levels of 32 bytes, origin, indices, and room to spare.</summary>
    public const int ChunkOverheadBytesMax = 4 * 1024;

    /// <summary>Nesting of arrays and maps. Our deepest message nests five; skipping must not follow a peer down the stack.</summary>
    public const int DepthMax = 16;

    /// <summary>UTF-8 bytes of the sentence in a goodbye: two lines for an operator, no room for a flood of the log.</summary>
    public const int SentenceBytesMax = 512;

    /// <summary>UTF-8 bytes of a topology file: 128 silos at 200 bytes, and as much again of comments and settings.</summary>
    public const int TopologyTextBytesMax = 64 * 1024;

    /// <summary>UTF-8 bytes of any name: silo, federation, statistic, rule.</summary>
    public const int NameBytesMax = 256;

    /// <summary>
    /// Bytes asked from the stream at a time. One TLS record is 16 KiB; four of them a read keep calls few without
    /// holding much for an idle connection.
    /// </summary>
    public const int ReadBytes = 64 * 1024;

    /// <summary>
    /// TLS handshakes in progress at once on one listener. A roster has few neighbours; more are a flood, and each
    /// costs a signature. A further one takes the place of the oldest of whoever has most.
    /// </summary>
    public const int HandshakesMax = 16;

    /// <summary>
    /// Connections that one address (one /64 of IPv6) may open at once, and after that in a second. A silo dials again
    /// after 250 ms at the soonest, and a whole federation may stand behind one address.
    /// </summary>
    public const int ConnectionsBurst = 64;

    /// <inheritdoc cref="ConnectionsBurst"/>
    public const int ConnectionsPerSecond = 8;

    /// <summary>
    /// Authenticated connections that one silo may open at once, and after that in a second. One lasts for days; a silo
    /// that is restarted again and again stays below this.
    /// </summary>
    public const int LinksBurst = 16;

    /// <inheritdoc cref="LinksBurst"/>
    public const int LinksPerSecond = 1;

    /// <summary>Addresses whose connections are counted; beyond that the longest quiet is forgotten.</summary>
    public const int AddressesMax = 1024;

    /// <summary>Certificates taken from a peer's handshake: leaf, one or two intermediates, room for a cross-signed one.</summary>
    public const int PeerCertificatesMax = 4;

    /// <summary>
    /// Time for TCP connect, TLS handshake and both verdicts. A slow link needs a few round trips; a dribbling peer
    /// holds a handshake slot no longer than this.
    /// </summary>
    public static readonly TimeSpan HandshakeTimeMax = TimeSpan.FromSeconds(10);

    /// <summary>
    /// From the first byte of a frame to its last: the largest at 140 kbit/s. A neighbour that dribbles a frame would
    /// otherwise hold its link, and what is buffered of it, for ever.
    /// </summary>
    public static readonly TimeSpan FrameTimeMax = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Bytes of an HTTP proxy's answer to CONNECT, all headers together. Proxies send a dozen short headers; a page with
    /// the reason that follows a refusal is not read.
    /// </summary>
    public const int ProxyAnswerBytesMax = 8 * 1024;

    /// <summary>Longest body of a type in bytes; null for a type this version does not know.</summary>
    public static int? BodyBytesMax(FrameType type) => type switch
    {
        // An array header and one number.
        FrameType.Admission => 16,

        // Code, and a sentence of SentenceBytesMax.
        FrameType.Goodbye => 1024,

        // Versions, two names, a digest, two numbers.
        FrameType.Hello => 512,
        FrameType.Heartbeat => 64,

        // A dozen digests and counts, names and a signature take under 1 KiB.
        FrameType.Envelope => 4 * 1024,
        FrameType.Precommit => 2 * 1024,
        FrameType.Prevote => 1024,
        FrameType.Suspicion => 1024,
        FrameType.Leave => 1024,
        FrameType.Recall => 1024,
        FrameType.Assent => 1024,
        FrameType.Opening => 1024,

        // MessageCaps.RecalledPlacesMax places of at most 49 bytes.
        FrameType.Recalled => 16 * 1024,

        // An id for each silo of the largest roster, 38 bytes with its index.
        FrameType.Have => 8 * 1024,

        // Two ids a silo, and evidence of two more against each.
        FrameType.Propose => 24 * 1024,

        // A proposal, one vote, and a name and a signature for each silo.
        FrameType.RoundClose => 72 * 1024,
        FrameType.ClosesWanted => 16,

        // Record ids as above, and for the payloads of two rounds a bitmap of chunks, 2 KiB at the very most.
        FrameType.Summary => 1024 * 1024,
        FrameType.Progress => 16,
        FrameType.Chunk => ChunkBytesMax + ChunkOverheadBytesMax,

        // An item and a bitmap of the chunks held, 2 KiB at the very most.
        FrameType.ChunkWanted => 4 * 1024,

        // 34 bytes an id.
        FrameType.RecordsWanted => 4 * 1024,
        FrameType.TopologyWanted => 64,

        // A text of TopologyTextBytesMax.
        FrameType.TopologyText => TopologyTextBytesMax + 64,

        // Two bitmaps of chunks, 2 KiB each at the very most.
        FrameType.NeighbourStanding => 12 * 1024,
        _ => null,
    };
}
