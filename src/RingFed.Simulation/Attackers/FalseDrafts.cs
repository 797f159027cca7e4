using RingFed.Federation.Messages;
using RingFed.Federation.Topology;
using RingFed.Simulation.Epochs;
using RingFed.Simulation.Silos;

namespace RingFed.Simulation.Attackers;

/// <summary>
/// Agrees to drafts that nobody wrote, that may not follow, or that nobody else wants, also in others' names; sends wrong
/// texts for them; and proposes to end the epoch with one.
/// </summary>
internal sealed class FalseDrafts : Attack
{
    private const int ProposalsPerLie = 2;
    private const int ActsPerForgery = 4;
    private readonly Dictionary<Digest, List<Digest>> drafts = [];

    public override void Act(Adversary by, int link, int peer)
    {
        List<Digest> made = DraftsOf(by);
        if (by.Dice.OneIn(ActsPerForgery))
        {
            by.Emit(link, new RecordMessage(Unsigned(Agree(by, by.Dice.Pick(by.Plan.Roster), made[^1]))));
        }
        else
        {
            by.Emit(link, Agree(by, by.Name, by.Dice.Pick(made)));
        }
    }

    public override void Hear(Adversary by, int link, RingMessage message)
    {
        if (message is WantTopology want && DraftsOf(by).Contains(want.Topology))
        {
            by.Emit(link, new TopologyText(by.Dice.OneIn(3) ? "nothing" : by.Topologies.Find(want.Topology)?.Text ?? "made up"));
        }
    }

    public override IEnumerable<RingMessage> Twist(Adversary by, int peer, RingMessage message)
    {
        if (message is not RecordMessage { Record: { Body: Propose propose } record } || !by.IsOwn(record) || !by.Dice.OneIn(ProposalsPerLie))
        {
            return [message];
        }

        ClosingProposal honest = propose.Proposal;
        ClosingProposal lie = ClosingProposal.Of(
            honest.Haves, honest.Updates, honest.Evidence, honest.Leavers, honest.Previous, by.Dice.Pick(DraftsOf(by)));
        return [new RecordMessage(by.Sign(propose with { Proposal = lie, ProofView = -1 }))];
    }

    private static Assent Agree(Adversary by, string origin, Digest draft) =>
        new(by.Plan.Federation, by.Plan.Epoch, Math.Max(0, by.Round), origin, draft, 1);

    /// <summary>In another's name, and so without a signature that holds.</summary>
    private static SignedRecord Unsigned(Assent assent)
    {
        SignedRecord record = SimulatedWorker.Sign(assent);
        return new SignedRecord(record.Id, record.Body, record.Bytes, new byte[] { 1 });
    }

    /// <summary>For the running epoch: one that does not exist, two that may not follow, and one that may and that it alone wants.</summary>
    private List<Digest> DraftsOf(Adversary by)
    {
        if (!drafts.TryGetValue(by.Plan.Topology, out List<Digest>? made))
        {
            SimulatedTopology current = by.Topologies.Find(by.Plan.Topology)!;
            SimulatedTopology[] written =
            [
                by.Topologies.Follow(current, next => next with { Epoch = next.Epoch + 1 }),
                by.Topologies.Follow(current, next => next with { Model = next.Model with { Seed = next.Model.Seed + 1 } }),
                by.Topologies.Follow(current, next => next with { Silos = [.. next.Silos.Reverse()], Byzantine = new Quorum(next.Silos.Count, 0).ByzantineMax }),
            ];
            drafts[by.Plan.Topology] = made = [by.Junk(), .. written.Select(one => one.Digest)];
        }

        return made;
    }
}
