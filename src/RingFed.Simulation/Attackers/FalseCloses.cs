using RingFed.Federation.Messages;
using RingFed.Simulation.Silos;

namespace RingFed.Simulation.Attackers;

/// <summary>Answers with closes that are none: too few votes, one vote many times, its own word for everyone's, another proposal.</summary>
internal sealed class FalseCloses : Attack
{
    public override void Act(Adversary by, int link, int peer)
    {
        List<SignedRecord> votes = [.. by.Remembered.Where(record => record.Body is Precommit { IsNil: false }).DistinctBy(record => record.Id)];
        Propose? proposed = by.Remembered.Select(record => record.Body).OfType<Propose>().LastOrDefault();
        if (votes.Count == 0 || proposed is null)
        {
            return;
        }

        Precommit vote = (Precommit)by.Dice.Pick(votes).Body with { Proposal = proposed.Proposal.Id, Round = proposed.Round };
        by.Emit(link, new CloseMessage(new RoundClose(proposed.Proposal, vote.View, by.Dice.Below(3) switch
        {
            0 => [by.Sign(vote with { Origin = by.Name })],
            1 => [.. votes.Where(one => one.Body is Precommit other && other.Proposal == vote.Proposal && other.View == vote.View && other.Aggregate == vote.Aggregate)
                .DistinctBy(one => one.Body.Origin).Take(by.Plan.Quorum - 1).DefaultIfEmpty(by.Sign(vote with { Origin = by.Name }))],
            _ => [.. by.Plan.Roster.Select(origin => Unsigned(vote with { Origin = origin, Aggregate = by.Junk() }))],
        })));
    }

    /// <summary>In another's name, and so without a signature that holds.</summary>
    private static SignedRecord Unsigned(Precommit vote)
    {
        SignedRecord record = SimulatedWorker.Sign(vote);
        return new SignedRecord(record.Id, record.Body, record.Bytes, new byte[] { 1 });
    }
}
