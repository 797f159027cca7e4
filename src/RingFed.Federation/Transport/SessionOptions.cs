using System.Net;
using System.Net.Sockets;
using RingFed.Federation.Identity;
using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Topology;
using RingFed.Federation.Transport.Epochs;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Transport;

/// <summary>What a session is started with.</summary>
public sealed record SessionOptions
{
    public required FederationTopology Topology { get; init; }

    /// <summary>
    /// The file that <see cref="Topology"/> was read from, as written. The state directory keeps it, and silos that are new
    /// in a later epoch ask for it; null when there is none, and then no epoch can follow.
    /// </summary>
    public string? TopologyText { get; init; }

    /// <summary>This silo: its name, key and certificate. The caller disposes it after the session.</summary>
    public required SiloIdentity Identity { get; init; }

    /// <summary>Folder for payloads, records and aggregates that must survive; made when absent. One for all epochs of a federation.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>
    /// Where to listen; null listens on all interfaces at the port of the silo's roster address. Port 0 takes a free one. A
    /// silo with <c>inbound: false</c> listens nowhere.
    /// </summary>
    public IPEndPoint? Listen { get; init; }

    /// <summary>A socket that listens already, instead of <see cref="Listen"/>; the session closes it.</summary>
    public Socket? Listener { get; init; }

    /// <summary>HTTP proxy through which the others are dialled; null dials directly.</summary>
    public SiloAddress? Proxy { get; init; }

    /// <summary>Rounds that gather statistics before the training rounds; default 1.</summary>
    public int StatisticRounds { get; init; } = 1;

    /// <summary>Rounds that gather statistics after the training rounds; default none, and none in neighbour exchange, where no round closes after training.</summary>
    public int ClosingRounds { get; init; }

    /// <summary>Whether the topology's training rounds are held at all; default true, false for a model that statistics alone make.</summary>
    public bool Trains { get; init; } = true;

    /// <summary>Whether statistic rounds add up parameters after training, as exchange kind masked-sum does for a model that trains; default false. For status alone.</summary>
    public bool SumsMeans { get; init; }

    /// <summary>Bytes of the chunks that this silo cuts its payloads into; 256 to 262,144, the default.</summary>
    public int ChunkBytes { get; init; } = WireCaps.ChunkBytesMax;

    /// <summary>Shortest and longest wait before a neighbour is dialled again; doubled at each failure, with jitter.</summary>
    public TimeSpan RedialMin { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc cref="RedialMin"/>
    public TimeSpan RedialMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After the last round: how long to go on serving neighbours that have not closed it yet; default two minutes.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// From the last sign of life of a silo to the suspicion that it is gone; other waiting times go with it. Default 20
    /// seconds; the same at every silo is best, but nothing depends on it.
    /// </summary>
    public TimeSpan Suspicion { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Bytes of payloads that are held in memory: own and others' updates, the open round's result, and what a restart finds of
    /// these; default 2 GiB. What goes beyond it lies in mapped files of the state directory, as the agreed parameters do
    /// anyway; when its disk has no room for them, in memory, and an alarm says so.
    /// </summary>
    public long MemoryBudgetBytes { get; init; } = SiloSettings.MemoryBudgetDefault;

    /// <summary>Threads for aggregation; the result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Newest protocol that this silo speaks; default the newest of the build. An older one rehearses, or takes back, an
    /// upgrade of one silo in a running ring.
    /// </summary>
    public int ProtocolNewest { get; init; } = FrameHeader.VersionNewest;

    private int ProtocolOldest => Math.Max(
        Topology.Protocol.Version,
        Topology.Exchange.Kind == ExchangeKind.Neighbour ? NeighbourStanding.ProtocolOldest : FrameHeader.VersionOldest);

    /// <summary>The same for another epoch.</summary>
    internal SessionOptions With(KnownTopology running) => this with { Topology = running.Topology, TopologyText = running.Text };

    /// <summary>The plan of the epoch in which the silo goes on.</summary>
    internal SessionPlan PlanWith(ulong nonce, EpochChain chain) => With(chain.Running.Known).PlanWith(nonce) with
    {
        Previous = chain.Running.Known.Topology.Previous ?? Digest.None,
        FirstRound = chain.Running.FirstRound,
        OpeningClose = chain.Running.OpeningClose,
        Earlier = [.. chain.Earlier.Select(epoch => epoch.ToEarlier())],
        IsEntering = chain.IsEntering,
    };

    internal SessionPlan PlanWith(ulong nonce) => new(
        Topology.Federation,
        Topology.Epoch,
        new Digest(Topology.Digest.Span),
        [.. Topology.Silos.Select(silo => silo.Id)],
        Topology.IndexOf(Identity.Silo) is >= 0 and var self
            ? self
            : throw new ArgumentException($"silo {Identity.Silo} is not in the roster of {Topology.Federation}, epoch {Topology.Epoch}"),
        StatisticRounds,
        Trains ? Topology.Exchange.Rounds : 0,
        nonce,
        SessionTimes.Paced((long)Suspicion.TotalMilliseconds) with { LingerMs = (long)Linger.TotalMilliseconds })
    {
        Protocol = new ProtocolRange(ProtocolOldest, ProtocolNewest),
        Byzantine = Topology.Byzantine,
        ClosingRounds = RequireClosable(),
        Trains = Trains,
        ExchangesWithNeighbours = Topology.Exchange.Kind == ExchangeKind.Neighbour,
        RoundDeadlineMs = (long)Topology.Exchange.RoundDeadline.TotalMilliseconds,
    };

    private int RequireClosable() => ClosingRounds == 0 || Topology.Exchange.Kind != ExchangeKind.Neighbour
        ? ClosingRounds
        : throw new ArgumentException("statistic rounds after training need agreed parameters, and neighbour exchange has none: write exchange kind relay");
}
