using RingFed.Federation.Messages;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Ring.Epochs;

/// <summary>
/// The topologies of the epochs before the one that a new silo enters. Its own names the one before it by digest, that
/// one the next, and so on to the founding epoch: nobody has to be believed.
/// </summary>
internal sealed class EntryTexts(SessionPlan plan, Neighbours neighbours, EntryInquiry inquiry)
{
    private readonly List<EpochDraft> newestFirst = [];
    private readonly Dictionary<int, Digest> asked = [];
    private Digest? examining;

    /// <summary>All epochs before this one that are known by now.</summary>
    public IReadOnlyList<EpochDraft> NewestFirst => newestFirst;

    /// <summary>The founding epoch is reached.</summary>
    public bool IsComplete => newestFirst is [.., { } oldest] && oldest.Previous == Digest.None;

    /// <summary>Null unless no peer can help.</summary>
    public SessionFault? Fault { get; private set; }

    private Digest Wanted => newestFirst is [.., var oldest] ? oldest.Previous : plan.Previous;

    private int EpochWanted => plan.Epoch - newestFirst.Count - 1;

    public void Ask(long now, List<RingEffect> effects)
    {
        if (examining is null && inquiry.Ask(new WantTopology(Wanted), closed: 0, now, effects) is { } source)
        {
            asked[source.Id] = Wanted;
        }
    }

    /// <summary>A peer sent a text; also one that was given up.</summary>
    public void Hear(Link link, TopologyText message, List<RingEffect> effects)
    {
        if (!asked.Remove(link.Id, out Digest wanted))
        {
            neighbours.Close(link, new WireFault(WireFaultCode.UnexpectedFrame, "a topology that was not asked for"), effects);
        }
        else if (examining is null && !IsComplete && wanted == Wanted)
        {
            examining = wanted;
            inquiry.Close();
            effects.Add(new ExamineTopology(link.Id, wanted, message.Text, IsDraft: false));
        }
    }

    public void On(TopologyExamined examined, List<RingEffect> effects)
    {
        if (examined.Wanted != examining)
        {
            return;
        }

        examining = null;
        if (examined is { Draft: { } epoch, Fault: null } && epoch.Topology == Wanted)
        {
            Take(epoch);
        }
        else if (neighbours.Find(examined.Link) is { } link)
        {
            neighbours.Close(
                link, new WireFault(WireFaultCode.ProofFailed, $"the text sent for topology {examined.Wanted} is another: {examined.Fault}"), effects);
        }
    }

    public void Forget(int link) => asked.Remove(link);

    /// <summary>Its digest is good, so whatever else is wrong is wrong everywhere.</summary>
    private void Take(EpochDraft epoch)
    {
        if (epoch.Epoch != EpochWanted)
        {
            Fault = new SessionFault(
                SessionFaultCode.EntryFailed,
                $"the topology {epoch.Topology} is of epoch {epoch.Epoch}, and the one after it, which names it, of epoch {EpochWanted + 1}: "
                + "this is no file of a running federation");
        }
        else if (newestFirst.Count == SessionCaps.EntryEpochsMax)
        {
            Fault = new SessionFault(
                SessionFaultCode.EntryFailed,
                $"the federation had more than {SessionCaps.EntryEpochsMax} epochs, more than a new silo can follow: found it anew");
        }
        else
        {
            newestFirst.Add(epoch);
        }
    }
}
