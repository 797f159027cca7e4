using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Closing;

/// <summary>
/// build() of RingClose: what this silo would close the round on, from the newest have of each silo and all evidence it
/// holds. Written anew when there is more to write it from.
/// </summary>
internal sealed class ProposalDraft(Electorate electorate)
{
    private Basis basis = new(-1, 0, default, default, default, default, 0);
    private ClosingProposal? draft;

    // Silos of which more haves would change nothing: their update has its witnesses, or is merged in no case.
    private OriginSet settled;

    /// <summary>Witnessed updates whose envelope is not held here.</summary>
    public IReadOnlyList<HeldUpdate> Missing { get; private set; } = [];

    /// <returns>Null while too little is held, or more is expected shortly.</returns>
    public ClosingProposal? Read(IRoundFacts facts, RoundTally tally, DraftHaste haste)
    {
        if (tally.Stated.Count < electorate.Quorum)
        {
            return null;
        }

        List<Equivocation> evidence = EvidenceIn(facts, tally);
        bool hasCome = Missing.Count > 0 && facts.Find(Missing[0].Envelope) is not null;
        Basis now = BasisOf(facts, evidence.Count, haste);
        if (hasCome || basis != now)
        {
            basis = now;
            draft = Write(facts, tally, evidence, haste);
        }

        return draft is not null && (haste > DraftHaste.Patient || IsComplete(facts, tally)) ? draft : null;
    }

    private Basis BasisOf(IRoundFacts facts, int evidence, DraftHaste haste) => haste < DraftHaste.Giving
        ? new Basis(facts.Haves.Count, evidence, facts.Leaving, facts.NextEpoch, default, haste, 0)
        : new Basis(facts.Haves.Count, evidence, facts.Leaving, facts.NextEpoch, facts.Absent, haste, UpdatesWithin.Count(electorate.Active, facts));

    /// <summary>
    /// From all haves; or, when it is late, from those that speak only of what this silo holds or can still get. Who
    /// stated an update may be gone for good together with its origin: it must not hold the round for ever.
    /// </summary>
    private ClosingProposal? Write(IRoundFacts facts, RoundTally tally, List<Equivocation> evidence, DraftHaste haste)
    {
        List<SignedRecord> haves = [];
        foreach (int origin in SpokesmenIn(tally).ToList())
        {
            haves.Add(tally.HaveOf(origin)!);
        }

        return (haste < DraftHaste.Giving ? null : Write(facts, UpdatesWithin.Reach(haves, facts, haste), evidence))
            ?? Write(facts, haves, evidence);
    }

    private ClosingProposal? Write(IRoundFacts facts, List<SignedRecord> haves, List<Equivocation> evidence)
    {
        OriginSet accused = OriginSet.Of(evidence.Select(found => found.Origin));
        UpdateSelection selection = UpdateSelection.From(
            haves.ConvertAll(record => (Have)record.Body), accused, electorate, facts);
        Missing = selection.Missing;
        settled = selection.Witnessed.Union(accused);
        return haves.Count < electorate.Quorum || selection.Updates.Count < electorate.Quorum
            ? null
            : ClosingProposal.Of(
                haves.ConvertAll(record => record.Id), selection.Updates, evidence, electorate.Spared(facts.Leaving), facts.Previous, facts.NextEpoch);
    }

    /// <summary>Of a silo that contradicts itself others may hold other haves than this silo: it is needed only among too few.</summary>
    private OriginSet SpokesmenIn(RoundTally tally)
    {
        OriginSet reliable = tally.Stated.Except(tally.Contradicting);
        return reliable.Count >= electorate.Quorum ? reliable : tally.Stated;
    }

    /// <summary>At most one of a silo; an envelope's rather than a vote's, because it says more.</summary>
    private List<Equivocation> EvidenceIn(IRoundFacts facts, RoundTally tally)
    {
        List<Equivocation> evidence = [];
        foreach (int origin in electorate.Active.Except(facts.Convicted).ToList())
        {
            IReadOnlyList<SignedRecord> envelopes = facts.EnvelopesOf(origin);
            Equivocation? found = envelopes.Count > 1
                ? new Equivocation(origin, RecordKind.Envelope, 0, envelopes[0].Id, envelopes[1].Id)
                : tally.DoubleVoteOf(origin);
            if (found is { } twice)
            {
                evidence.Add(twice);
            }
        }

        return evidence;
    }

    /// <summary>Every expected silo is spoken of, or all who could still speak for someone have spoken.</summary>
    private bool IsComplete(IRoundFacts facts, RoundTally tally)
    {
        OriginSet present = electorate.Active.Except(facts.Absent);
        OriginSet expected = present.Except(electorate.Spared(facts.Leaving)).Except(facts.Convicted);
        return expected.Except(settled).IsEmpty || present.Except(tally.Stated).IsEmpty;
    }

    /// <summary>While this is the same, so is the draft.</summary>
    private readonly record struct Basis(
        int Haves, int Evidence, OriginSet Leaving, Digest NextEpoch, OriginSet Absent, DraftHaste Haste, int Held);
}
