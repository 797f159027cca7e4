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
    private readonly EpochKeys keys = new(chain);

    /// <summary>By which records are judged.</summary>
    public EpochKeys Keys => keys;

    public TopologyExamined Examine(ExamineTopology ask) => new TopologyExaminer(options.Topology, keys).Examine(ask);

    public void Keep(EpochDraft draft) => topologies.Write(draft.Epoch, draft.Topology, draft.Text);

    public void Keep(SignedRecord assent) => topologies.Write(chain.Owner, assent);

    public void Keep(PersistEntry entry) => new EntryArchive(plan, state, topologies).Write(entry);

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
}
