using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Closing;

namespace RingFed.Federation.Tests.Ring.Closing;

/// <summary>
/// One silo's closing of a round, with the test as its world. What it asks to sign is signed and stored at once, what it
/// asks to compute is computed at once, unless the test holds that back.
/// </summary>
internal sealed class ClosingBench
{
    private readonly VotingRules rules;
    private RingClose closing;

    /// <param name="self">Silo 0 proposes in view 0 of round 0, silo 1 in view 1, and so on.</param>
    public ClosingBench(int silos, int self, int byzantine = 0, VotingRules? rules = null, OriginSet? active = null)
    {
        Records = new ClosingRecords(silos);
        Facts = new InMemoryFacts(Records.PlanOf(self, byzantine), 0) { Active = active ?? OriginSet.All(silos) };
        this.rules = rules ?? VotingRules.Standard;
        closing = new RingClose(VoteState.Start, 0, rules);
        Envelopes = [.. Enumerable.Range(0, silos).Select(origin => Records.Envelope(origin))];
        Self = self;
    }

    public ClosingRecords Records { get; }

    public InMemoryFacts Facts { get; }

    public int Self { get; }

    /// <summary>One of each silo, all alike.</summary>
    public SignedRecord[] Envelopes { get; }

    public long Now { get; set; }

    /// <summary>Timer of view 0; that of view v is (v + 1) times as long.</summary>
    public long Timer => (4 * Facts.LapMs) + Facts.AggregateMs;

    public VoteState Stored { get; private set; } = VoteState.Start;

    public bool HoldsSigningBack { get; set; }

    public bool HoldsComputingBack { get; set; }

    public ClosingOutlook Outlook => closing.Outlook(Facts, Now);

    /// <summary>All that it asks for until it waits, decides or refuses.</summary>
    public List<ClosingAction> Run()
    {
        List<ClosingAction> asked = [];
        while (closing.Next(Facts, Now) is not ClosingAction.Waiting and var action)
        {
            asked.Add(action);
            if (action is ClosingAction.Decide or ClosingAction.Refuse)
            {
                break;
            }

            CarryOut(action);
        }

        return asked;
    }

    /// <summary>The records that it asks to sign now.</summary>
    public List<RecordBody> Signs() => [.. Run().OfType<ClosingAction.Sign>().Select(sign => sign.Body)];

    public List<ClosingAction> After(long ms)
    {
        Now += ms;
        return Run();
    }

    public List<RecordBody> SignsAfter(long ms)
    {
        Now += ms;
        return Signs();
    }

    public void Take(params IEnumerable<SignedRecord> records)
    {
        foreach (SignedRecord record in records)
        {
            Facts.Add(record);
        }
    }

    /// <summary>Envelope and payload of these silos are here; this silo's are published.</summary>
    public void Hold(params IEnumerable<int> origins)
    {
        foreach (int origin in origins)
        {
            Facts.Add(Envelopes[origin]);
            Facts.Hold(Envelopes[origin]);
            Facts.IsPublished |= origin == Self;
        }
    }

    public void HoldAll() => Hold(Enumerable.Range(0, Records.Silos));

    /// <summary>What the given silos' haves, each of all envelopes, would close the round on. The haves are taken in.</summary>
    public ClosingProposal ProposalBy(params int[] silos) => ProposalOf(Envelopes, silos);

    /// <summary>The same with haves that name these envelopes, and those of them that are to be merged.</summary>
    public ClosingProposal ProposalOf(IReadOnlyList<SignedRecord> envelopes, int[] silos, IReadOnlyList<SignedRecord>? merged = null)
    {
        SignedRecord[] haves = [.. silos.Select(silo => Records.Have(silo, 0, envelopes))];
        Take(haves);
        return ClosingProposal.Of(
            [.. haves.Select(have => have.Id)], [.. (merged ?? envelopes).Select(Records.Held)], [], default, Facts.Previous);
    }

    /// <summary>The process dies and starts again with what it stored, or with another memory.</summary>
    public void Restart(VoteState? remembered = null)
    {
        closing = new RingClose(remembered ?? Stored, Now, rules);
        Facts.IsSigning = false;
    }

    private void CarryOut(ClosingAction action)
    {
        switch (action)
        {
            case ClosingAction.Sign sign when HoldsSigningBack:
                Facts.IsSigning = true;
                break;
            case ClosingAction.Sign sign:
                Stored = sign.State;
                Facts.Add(ClosingRecords.Sign(sign.Body));
                break;
            case ClosingAction.Aggregate aggregate when HoldsComputingBack:
                Facts.Aggregating.Add(aggregate.Proposal.Id);
                break;
            case ClosingAction.Aggregate aggregate:
                Facts.Aggregates[aggregate.Proposal.Id] = ClosingRecords.AggregateOf(aggregate.Proposal.Id);
                break;
        }
    }
}
