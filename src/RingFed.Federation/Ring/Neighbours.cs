using RingFed.Federation.Messages;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Ring;

/// <summary>The links of this silo: greeting, one connection a pair, signs of life, and what each peer said it closed.</summary>
internal sealed class Neighbours(SessionPlan plan)
{
    private readonly SortedDictionary<int, Link> links = [];
    private readonly int[] closedBy = [.. Enumerable.Repeat(-1, plan.Silos)];

    /// <summary>This silo's own Lifeguard score, which its heartbeats carry; 0 is healthy.</summary>
    public int Health { get; set; }

    /// <summary>Links whose peers told what they hold, so that they can be sent what they lack.</summary>
    public IEnumerable<Link> Synchronised => links.Values.Where(link => link.IsSynchronised);

    /// <summary>Links that were sent a summary: what happens here after it, they must be told.</summary>
    public IEnumerable<Link> Greeted => links.Values.Where(link => link.Greeting is not null);

    public Link? Find(int id) => links.GetValueOrDefault(id);

    /// <summary>Last round that the silo said it closed; -1 before it said so.</summary>
    public int ClosedBy(int peer) => closedBy[peer];

    /// <summary>A summary says where the peer stands, also when it lost rounds that it had.</summary>
    public void HeardSummary(int peer, int closed) => closedBy[peer] = closed;

    /// <summary>Within a link, rounds only close.</summary>
    public void HeardProgress(int peer, int closed) => closedBy[peer] = Math.Max(closedBy[peer], closed);

    public bool HaveAllClosed(int round) => plan.Neighbours.All(peer => closedBy[peer] >= round);

    public void Open(LinkOpened opened, long now, List<RingEffect> effects)
    {
        Link link = new(opened.Link, opened.Peer, opened.Outgoing, now);
        links.Add(link.Id, link);
        Say(link, Greeting.Of(plan), now, effects);
    }

    /// <returns>The link when its peer is welcome and this is the connection that stays; else null, and it is closed.</returns>
    public Link? Greet(Link link, Hello hello, List<RingEffect> effects)
    {
        if (Greeting.Judge(plan, link.Peer, hello) is { } fault)
        {
            Close(link, fault, effects);
            effects.Add(new RaiseAlarm(fault.Sentence, AlarmKind.NeighbourRefused));
            return null;
        }

        Link? other = links.Values.FirstOrDefault(known => known.Peer == link.Peer && known.Greeting is not null);
        link.Greeting = hello;
        if (other is null)
        {
            return link;
        }

        Link loser = Greeting.Replaces(plan, other, link) ? other : link;
        Close(loser, new WireFault(WireFaultCode.Replaced, "another connection of this pair stays"), effects);
        return loser == link ? null : link;
    }

    public void Forget(int id) => links.Remove(id);

    /// <summary>Closes with a typed goodbye: a fault of the peer, or one connection too many.</summary>
    public void Close(Link link, WireFault fault, List<RingEffect> effects)
    {
        links.Remove(link.Id);
        effects.Add(new CloseLink(link.Id, fault));
    }

    public void CloseAll(WireFault fault, List<RingEffect> effects)
    {
        foreach (Link link in links.Values.ToList())
        {
            Close(link, fault, effects);
        }
    }

    public void Say(Link link, RingMessage message, long now, List<RingEffect> effects)
    {
        link.SaidAt = now;
        effects.Add(new Send(link.Id, message));
    }

    /// <summary>Heartbeats for idle links; goodbye to those that stay silent.</summary>
    public void Watch(long now, List<RingEffect> effects)
    {
        foreach (Link link in links.Values.ToList())
        {
            long patience = link.Greeting is null ? plan.Times.GreetingMs : plan.Times.SilenceMs;
            if (now - link.HeardAt >= patience)
            {
                string what = link.Greeting is null ? "no greeting" : "nothing heard";
                Close(link, new WireFault(WireFaultCode.TimedOut, $"{what} for {patience} ms"), effects);
            }
            else if (link.Greeting is not null && now - link.SaidAt >= plan.Times.HeartbeatMs)
            {
                Say(link, link.Pulse.Beat(Health, now), now, effects);
            }
        }
    }
}
