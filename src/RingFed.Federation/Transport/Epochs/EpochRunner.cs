using Microsoft.Extensions.Logging;
using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Epochs;
using RingFed.Federation.Topology;

namespace RingFed.Federation.Transport.Epochs;

/// <summary>Carries out what the session asks about epochs: reads, keeps and hands on topologies, and keeps how a newcomer's federation got here.</summary>
internal sealed class EpochRunner(SessionOptions options, SessionPlan plan, EpochChain chain, StateStore state, LinkManager links, ILogger log)
{
    private readonly TopologyStore topologies = new(options.StateDirectory);

    public EpochKeys Keys { get; } = new(chain);

    public TopologyExamined Examine(ExamineTopology ask)
    {
        Loaded<FederationTopology> read = TopologyFile.Parse(ask.Text, "the topology");
        if (read.Value is not { } topology)
        {
            return new TopologyExamined(ask.Link, ask.Wanted, null, string.Join("; ", read.Faults));
        }

        KnownTopology found = new(topology, ask.Text);
        if (found.Digest != ask.Wanted)
        {
            return new TopologyExamined(ask.Link, ask.Wanted, null, $"it says topology {found.Digest}");
        }

        return new TopologyExamined(ask.Link, ask.Wanted, found.ToDraft(), ask.IsDraft ? FaultOf(ask.Text) : Learn(topology));
    }

    public void Keep(EpochDraft draft) => topologies.Write(draft.Epoch, draft.Topology, draft.Text);

    public void Keep(SignedRecord assent) => topologies.Write(chain.Owner, assent);

    /// <summary>Closes before texts, and the founding one last: a restart in between finds no beginning, and learns it again.</summary>
    public void Keep(PersistEntry entry)
    {
        Dictionary<int, EpochDraft> epochs = entry.Earlier.ToDictionary(epoch => epoch.Epoch);
        Membership? members = null;
        foreach (RoundClose close in entry.Closes)
        {
            EpochDraft epoch = epochs[close.Epoch];
            members = (members ?? Membership.Founding(epoch.Roster.Count)).After(close.Proposal);
            state.Write(RecordOf(close, epoch.Roster), new StoredClose(close, members, HasResult: false), null);
            members = close.Proposal.EndsEpoch ? null : members;
        }

        foreach (EpochDraft epoch in entry.Earlier.Reverse())
        {
            Keep(epoch);
        }
    }

    /// <summary>Hands a stored text on. Who asks for one that is not here asks another silo.</summary>
    public Task SendAsync(SendTopology send) => Task.Run(() =>
    {
        try
        {
            if (topologies.ReadText(send.Topology) is { } text && TopologyDraft.Refusal(text) is null)
            {
                links.Find(send.Link)?.Send(new TopologyText(text));
            }
            else
            {
                log.TopologyUnreadable(send.Topology.ToString());
            }
        }
        catch (Exception failure)
        {
            log.EffectFailed(failure, nameof(SendTopology));
        }
    });

    /// <returns>Why the draft cannot follow the running epoch; null when it can.</returns>
    private string? FaultOf(string text) => TopologyDraft.Read(text, "the draft", options.Topology) is { IsValid: false } refused
        ? string.Join("; ", refused.Faults)
        : null;

    /// <returns>Never a fault: an epoch that is over was agreed on by those who were in it.</returns>
    private string? Learn(FederationTopology earlier)
    {
        Keys.Learn(earlier);
        return null;
    }

    private RoundRecord RecordOf(RoundClose close, IReadOnlyList<string> roster)
    {
        string[] merged = [.. close.Merged.ToList().Select(origin => roster[origin])];
        return new RoundRecord(
            close.Round,
            plan.KindOf(close.Round),
            merged,
            [.. roster.Except(merged).Select(silo => new MissedSilo(silo, "the close does not say why"))],
            close.Aggregate.ToString(),
            "closed before this silo was in the ring",
            0,
            0,
            0,
            0);
    }
}
