using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring;

/// <summary>
/// A round closes when every silo of the roster has voted for the same aggregate of the same updates. Safe and simple:
/// nobody is ever left out, and one silo that stays away holds the ring.
/// </summary>
internal sealed class FullAttendanceClosing : IRoundClosing
{
    public ClosingStep Next(RoundView round)
    {
        List<Precommit> votes = [.. Votes(round).Select(record => (Precommit)record.Body)];
        if ((Mismatch(round) ?? Disagreement(round, votes)) is { } fault)
        {
            return new ClosingStep.Refuse(fault);
        }

        if (round.Aggregate is null)
        {
            return Obtain(round, votes);
        }

        if (!round.HasVoted)
        {
            return round.IsPublished ? new ClosingStep.Vote(VoteOf(round, round.Aggregate)) : ClosingStep.Wait;
        }

        return votes.Count == round.Plan.Silos
            ? new ClosingStep.Close(round.Aggregate.Merged.ToList(), [.. Votes(round)])
            : ClosingStep.Wait;
    }

    private static ClosingStep Obtain(RoundView round, List<Precommit> votes)
    {
        if (round.IsPublished && !round.IsAggregating && Everyone(round).All(round.HoldsPayloadOf))
        {
            return new ClosingStep.Merge([.. Everyone(round).Select(origin => (Envelope)round.EnvelopeOf(origin)!.Body)]);
        }

        // Every silo voted, this one included, but it restarted since and its neighbours may have let go of the payloads.
        return votes.Count == round.Plan.Silos && !round.IsFetching && !round.IsAggregating
            ? new ClosingStep.Fetch(AggregateOf(votes[0]))
            : ClosingStep.Wait;
    }

    private static SessionFault? Mismatch(RoundView round)
    {
        if (!round.IsPublished || round.EnvelopeOf(round.Plan.Self)?.Body is not Envelope mine)
        {
            return null;
        }

        return Everyone(round)
            .Select(round.EnvelopeOf)
            .Where(record => record is not null)
            .Select(record => EnvelopeAgreement.Compare(mine, (Envelope)record!.Body))
            .FirstOrDefault(fault => fault is not null);
    }

    private static SessionFault? Disagreement(RoundView round, List<Precommit> votes)
    {
        string self = round.Plan.Roster[round.Plan.Self];
        IEnumerable<(string Silo, AgreedAggregate Aggregate)> aggregates = votes.Select(vote => (vote.Origin, AggregateOf(vote)));
        if (round.Aggregate is { } mine)
        {
            aggregates = aggregates.Prepend((self, mine));
        }

        (string Silo, AgreedAggregate Aggregate)? first = null;
        foreach ((string silo, AgreedAggregate aggregate) in aggregates)
        {
            first ??= (silo, aggregate);
            if (aggregate != first.Value.Aggregate)
            {
                return new SessionFault(
                    SessionFaultCode.AggregateMismatch,
                    $"round {round.Round}: aggregates differ: {first.Value.Silo} has {first.Value.Aggregate}, {silo} has {aggregate}");
            }
        }

        return votes.Select(vote => vote.Proposal).Distinct().Count() <= 1
            ? null
            : new SessionFault(
                SessionFaultCode.Equivocation,
                $"round {round.Round}: silos merged different updates, so some silo signed two: "
                + string.Join(", ", votes.Select(vote => $"{vote.Origin} merged {vote.Proposal}")));
    }

    private static Precommit VoteOf(RoundView round, AgreedAggregate aggregate) => new(
        round.Plan.Federation,
        round.Plan.Epoch,
        round.Round,
        round.Plan.Roster[round.Plan.Self],
        View: 0,
        UpdatesDigest(round, aggregate.Merged),
        aggregate.Digest,
        aggregate.Manifest,
        SessionPlan.SignatureAlgorithm,
        aggregate.Merged);

    private static Digest UpdatesDigest(RoundView round, OriginSet merged) =>
        Digest.Of([.. merged.ToList().SelectMany(origin => round.EnvelopeOf(origin)!.Id.ToArray())]);

    private static AgreedAggregate AggregateOf(Precommit vote) => new(vote.Aggregate, vote.Manifest!, vote.Merged);

    private static IEnumerable<SignedRecord> Votes(RoundView round) =>
        Everyone(round).Select(round.PrecommitOf).OfType<SignedRecord>();

    private static IEnumerable<int> Everyone(RoundView round) => Enumerable.Range(0, round.Plan.Silos);
}
