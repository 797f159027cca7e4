using RingFed.Federation.Messages;

namespace RingFed.Simulation.Attackers;

/// <summary>
/// Proposes what does not follow: updates that nobody holds, proofs of votes that were never cast, evidence against
/// silos that signed once, silos that leave and did not ask to.
/// </summary>
internal sealed class FalseProposals : Attack
{
    private const int Lies = 6;

    public override IEnumerable<RingMessage> Twist(Adversary by, int peer, RingMessage message) =>
        message is RecordMessage { Record: { Body: Propose propose } record } && by.IsOwn(record)
            ? [new RecordMessage(by.Sign(Lie(by, propose)))]
            : [message];

    private static Propose Lie(Adversary by, Propose propose)
    {
        ClosingProposal honest = propose.Proposal;
        return by.Dice.Below(Lies) switch
        {
            0 => propose with { Proposal = honest, ProofView = propose.View - 1 },
            1 => With(propose, ClosingProposal.Of(honest.Haves, [.. honest.Updates.Skip(1)], honest.Evidence, honest.Leavers, honest.Previous, honest.Next)),
            2 => With(propose, ClosingProposal.Of(honest.Haves, honest.Updates, [Slander(by)], honest.Leavers, honest.Previous, honest.Next)),
            3 => With(propose, ClosingProposal.Of(honest.Haves, honest.Updates, honest.Evidence, OriginSet.Of([(by.Plan.Self + 1) % by.Plan.Silos]), honest.Previous, honest.Next)),
            4 => With(propose, ClosingProposal.Of(honest.Haves, honest.Updates, honest.Evidence, honest.Leavers, by.Junk(), honest.Next)),
            _ => With(propose, ClosingProposal.Of([.. honest.Haves.Select(_ => by.Junk())], honest.Updates, honest.Evidence, honest.Leavers, honest.Previous, honest.Next)),
        };
    }

    private static Equivocation Slander(Adversary by) =>
        new((by.Plan.Self + 1) % by.Plan.Silos, RecordKind.Envelope, 0, by.Junk(), by.Junk());

    private static Propose With(Propose propose, ClosingProposal proposal) => propose with { Proposal = proposal };
}
