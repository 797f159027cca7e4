using RingFed.Federation.Messages;
using RingFed.Simulation.Checks;
using RingFed.Simulation.Epochs;
using RingFed.Simulation.Network;
using RingFed.Simulation.Silos;

namespace RingFed.Simulation.Faults;

/// <summary>
/// Who may be lost for good, and who may leave, while those who stay can still close every round: a quorum of them, and
/// connected, in the newest epoch and in every draft that may follow it. A leave takes effect at some time or never, so
/// each must be borne either way.
/// </summary>
internal sealed class LossBudget(Population population, SimulatedSilo[] silos, RingChecker checker)
{
    private readonly List<SimulatedTopology> drafts = [];
    private (int Epoch, OriginSet Silos) askers;
    private int reserved;

    /// <summary>Silos counted on that vote in the newest epoch and did not ask to leave.</summary>
    public IReadOnlyList<SimulatedSilo> Sound => [.. SoundIn(Newest).ToList().Select(machine => silos[machine])];

    /// <summary>One of the sound ones may leave. Whether the ring lets it is another question.</summary>
    public bool MayLeaveOne => All.All(ring => SoundIn(ring).Count - reserved > ring.QuorumOf(VotersOf(ring).Count - 1));

    /// <summary>The newest epoch's, with who has left as far as everyone counted on has stored.</summary>
    private PossibleRing Newest
    {
        get
        {
            EpochTerms terms = checker.Epochs.Newest;
            int stored = silos.Where(silo => silo.IsCountedOn && terms.PlaceOf(silo.Name) >= 0).Min(silo => checker.ClosedBySilo[silo.Index]);
            return Of(terms, checker.ActiveAfter(Math.Max(stored, checker.Epochs.FirstRound - 1)));
        }
    }

    /// <summary>That may still follow the newest epoch.</summary>
    public IEnumerable<SimulatedTopology> Drafts => drafts.Where(draft => draft.Previous == checker.Epochs.Newest.Topology);

    private IEnumerable<PossibleRing> All => Drafts.Select(draft => Of(draft.Terms, draft.Roster)).Append(Newest);

    /// <summary>A leave is over with its epoch.</summary>
    private OriginSet Askers => askers.Epoch == checker.Epochs.Newest.Epoch ? askers.Silos : default;

    private OriginSet CountedOn => OriginSet.Of(silos.Where(silo => silo.IsCountedOn).Select(silo => silo.Index));

    /// <summary>It may become the next epoch.</summary>
    public void Add(SimulatedTopology draft) => drafts.Add(draft);

    /// <summary>Whether rounds could go on with it as the next epoch, whatever was lost and whoever asked to leave.</summary>
    public bool Bears(SimulatedTopology draft)
    {
        PossibleRing ring = Of(draft.Terms, draft.Roster);
        OriginSet staying = CountedOn.Intersect(ring.Active);
        return staying.Count - reserved >= ring.QuorumOf(ring.Active.Count) && ring.Connects(staying);
    }

    /// <summary>One silo more than are lost for good is to stay.</summary>
    public void Reserve() => reserved = 1;

    /// <summary>One of the sound ones may be lost, whoever it is.</summary>
    public bool MayLoseOne => All.All(ring => SoundIn(ring).Count - reserved > ring.QuorumOf(VotersOf(ring).Count));

    public void Asked(SimulatedSilo silo) => askers = (checker.Epochs.Newest.Epoch, Askers.With(silo.Index));

    /// <summary>Everyone counted on knows that the silo has left, so nobody needs it.</summary>
    public bool HasLeft(SimulatedSilo silo) => All.All(ring => !ring.Active.Contains(silo.Index));

    /// <summary>Those counted on reach each other without this one too.</summary>
    public bool IsConnectedWithout(SimulatedSilo silo) => All.All(ring =>
        ring.Connects(CountedOn.Except(default(OriginSet).With(silo.Index)).Intersect(OriginSet.Of(ring.Order.Machines))));

    private PossibleRing Of(EpochTerms terms, IEnumerable<string> active) =>
        new(new RingOrder(population.MachinesOf(terms.Roster)), terms.Byzantine, OriginSet.Of(population.MachinesOf(active)));

    private OriginSet SoundIn(PossibleRing ring) => CountedOn.Intersect(ring.Active).Except(Askers);

    /// <summary>When all leaves that were asked for have taken effect.</summary>
    private OriginSet VotersOf(PossibleRing ring) => ring.Active.Except(Askers.Intersect(CountedOn));
}
