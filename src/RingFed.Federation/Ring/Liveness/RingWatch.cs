using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Liveness;

/// <summary>
/// Who can be reached: watches the silos around, decides which are dialled, says whom it suspects, and counts what the
/// others say. Decides when things happen, never what is agreed.
/// </summary>
internal sealed class RingWatch
{
    /// <summary>Others' suspicions alone do not take this silo's trust in its own view further down: some may lie.</summary>
    private const int ScoreByOthersMax = 2;

    private readonly SessionPlan plan;
    private readonly LocalHealth health;
    private readonly FailureDetector detector;
    private readonly Shuns shuns;
    private readonly EdgeKeeper keeper;
    private readonly SuspicionBook book;
    private readonly OwnSuspicion own;
    private int round;
    private long newsAt;

    public RingWatch(SessionPlan plan)
    {
        this.plan = plan;
        Edges = RingEdges.Of(plan);
        health = new LocalHealth(plan.Times);
        detector = new FailureDetector(plan.Times, health);
        shuns = new Shuns(plan.Times);
        keeper = new EdgeKeeper(plan.Times, Edges, detector, shuns);
        book = new SuspicionBook(plan);
        own = new OwnSuspicion(plan, book);
    }

    public RingEdges Edges { get; }

    /// <summary>This silo's own Lifeguard score; 0 is healthy.</summary>
    public int Health => health.Score;

    /// <summary>
    /// False while this silo's disk cannot be written.
    /// </summary>
    public bool CanTakePart { get; set; } = true;

    public void Start(long now)
    {
        newsAt = now;
        keeper.Start(now);
    }

    /// <param name="current">The round that is open, or comes next.</param>
    /// <returns>Milliseconds for which this silo looked away, and which count against nobody.</returns>
    public long Tick(int current, long now, List<RingEffect> effects)
    {
        round = current;
        book.ReleaseUntil(current - 1);
        long lookedAway = health.Tick(now);
        detector.Excuse(lookedAway);
        newsAt += lookedAway;
        foreach (int peer in Edges.All)
        {
            Consider(peer, now);
        }

        keeper.Tick(now, effects);
        return lookedAway;
    }

    /// <summary>A greeted peer said something.</summary>
    public void Hear(int peer, long now) => detector.Hear(peer, now);

    /// <summary>A record or chunk of another silo came that was not here yet.</summary>
    public void HearNews(long now) => newsAt = now;

    /// <summary>
    /// This silo waits for others, and for long has heard nothing new of the round: neighbours that answer heartbeats and
    /// relay nothing look like this, on both sides of it. Those behind them are to be reached.
    /// </summary>
    public void Await(long now)
    {
        if (now - newsAt >= plan.Times.StarvingMs)
        {
            DemandBypass(now);
        }
    }

    /// <summary>This silo wants a connection to the peer.</summary>
    public bool Wants(int peer) => keeper.IsOpen(peer);

    /// <summary>The peer sent what fails its proof: it is kept away for a while.</summary>
    /// <returns>Milliseconds for which it is.</returns>
    public long Shun(int peer, long now, List<RingEffect> effects)
    {
        long ms = shuns.Add(peer, now);
        keeper.Adjust(peer, now, effects);
        return ms;
    }

    public bool IsShunned(int peer, long now) => shuns.Contains(peer, now);

    /// <summary>Not in doubt, not kept away, and not one that says it cannot hear this silo: worth relying on.</summary>
    public bool IsUsable(int peer, long now) => !detector.IsDoubtful(peer, now) && !shuns.Contains(peer, now) && !IsDeaf(peer);

    public bool IsSuspected(int peer, long now) => detector.IsSuspected(peer, now);

    /// <summary>Something is missed that no neighbour sends: those behind them are to be reached too.</summary>
    public void DemandBypass(long now)
    {
        foreach (int peer in Edges.All)
        {
            keeper.Demand(peer, now);
        }
    }

    /// <summary>A suspicion whose signature holds.</summary>
    /// <returns>False when its origin has said something newer: the record need not be kept or passed on.</returns>
    public bool Note(SignedRecord suspicion)
    {
        int origin = plan.IndexOf(suspicion.Body.Origin);
        bool accusedBefore = book.NewestOf(suspicion.Round, origin)?.Unreachable.Contains(plan.Self) ?? false;
        bool isNews = book.Note(suspicion);
        if (isNews && !accusedBefore && Edges.All.Contains(origin) && ((Suspicion)suspicion.Body).Unreachable.Contains(plan.Self)
            && health.Score < ScoreByOthersMax)
        {
            health.Worsen();
        }

        return isNews;
    }

    /// <returns>What this silo is to sign and spread for the open round; null when it has nothing new to say.</returns>
    /// <param name="takesPart">Otherwise it names itself, so that no round waits for it.</param>
    public Suspicion? NextSuspicion(int open, bool takesPart, long now)
    {
        OriginSet suspected = detector.Suspected(now);
        return own.Next(open, takesPart ? suspected : suspected.With(plan.Self), now);
    }

    /// <summary>Whether the silo itself says that it can take no part in the round at present.</summary>
    public bool HasWithdrawn(int of, int peer) => book.HasWithdrawn(of, peer);

    /// <summary>Silos that say in the round that they cannot reach this one.</summary>
    public OriginSet AccusersOf(int of, int peer) => book.AccusersOf(of, peer);

    /// <summary>Silos for which nobody waits in the round.</summary>
    public OriginSet Absent(int of, OriginSet active) => book.Absent(of, active);

    private void Consider(int peer, long now)
    {
        OriginSet accusers = book.AccusersOf(round, peer);
        int others = accusers.Count - (accusers.Contains(plan.Self) ? 1 : 0);
        detector.Confirm(peer, others);
        if (others > 0)
        {
            keeper.Demand(peer, now);
        }
    }

    private bool IsDeaf(int peer) => book.NewestOf(round, peer)?.Unreachable.Contains(plan.Self) ?? false;
}
