using RingFed.Federation.Messages;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Ring;

/// <summary>Decides which records of neighbours are worth a signature check, and takes in those that hold.</summary>
internal sealed class RecordIntake(SessionPlan plan, Neighbours neighbours, RecordPool pool)
{
    // By link, because the id does not cover the signature: a bad copy must not stand in the way of a good one.
    private readonly HashSet<(int Link, Digest Id)> verifying = [];

    /// <summary>A record came over a link. Known ones and those of rounds out of reach are no-ops.</summary>
    public void Receive(Link link, SignedRecord record, int closed, List<RingEffect> effects)
    {
        if (pool.Contains(record))
        {
            link.KnownRecords.Add(record.Id);
        }
        else if (record.Round <= closed || record.Round > closed + SessionCaps.RoundsAhead)
        {
            return;
        }
        else if (Judge(record) is { } fault)
        {
            neighbours.Close(link, fault, effects);
        }
        else if (verifying.Count(one => one.Link == link.Id) >= SessionCaps.RecordsInVerification(plan.Silos))
        {
            neighbours.Close(link, new WireFault(WireFaultCode.TooMany, "more records at a time than the ring has"), effects);
        }
        else if (verifying.Add((link.Id, record.Id)))
        {
            effects.Add(new VerifyRecord(link.Id, record));
        }
    }

    /// <summary>Its signature was checked.</summary>
    /// <returns>True when the record is to be used.</returns>
    public bool Accept(RecordVerified verified, int closed, List<RingEffect> effects)
    {
        verifying.Remove((verified.Link, verified.Record.Id));
        Link? link = neighbours.Find(verified.Link);
        if (verified.Holds)
        {
            link?.KnownRecords.Add(verified.Record.Id);
        }
        else if (link is not null)
        {
            // Honest neighbours check before they pass on, so the immediate sender is at fault whoever made it.
            neighbours.Close(link, new WireFault(WireFaultCode.ProofFailed, $"bad signature on {verified.Record}"), effects);
        }

        return verified.Holds && verified.Record.Round > closed;
    }

    private WireFault? Judge(SignedRecord record)
    {
        RecordBody body = record.Body;
        bool belongs = body.Federation == plan.Federation && body.Epoch == plan.Epoch && plan.IndexOf(body.Origin) >= 0;
        bool merges = body is not Precommit vote || (!vote.Merged.IsEmpty && vote.Merged.LiesWithin(plan.Silos));
        return belongs && merges && body.Round <= plan.LastRound
            ? null
            : new WireFault(
                WireFaultCode.Malformed,
                $"{record} in {body.Federation} epoch {body.Epoch} has no place in {plan.Federation} epoch {plan.Epoch}");
    }
}
