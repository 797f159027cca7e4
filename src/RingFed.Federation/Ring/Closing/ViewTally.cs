using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Closing;

/// <summary>What was said in one view.</summary>
internal sealed class ViewTally(int view, Electorate electorate)
{
    private readonly List<Propose> proposals = [];
    private readonly List<Equivocation> doubleProposals = [];
    private int read;

    /// <summary>At most two, in the order in which they came, of the view's proposer.</summary>
    public IReadOnlyList<Propose> Proposals => proposals;

    public VoteCount Prevotes { get; } = new(electorate, liarsCountForAll: true);

    /// <summary>Only what was said counts: a close must show it.</summary>
    public VoteCount Precommits { get; } = new(electorate, liarsCountForAll: false);

    /// <summary>Votes and proposals that contradict each other.</summary>
    public IEnumerable<Equivocation> Evidence => [.. doubleProposals, .. Prevotes.Evidence, .. Precommits.Evidence];

    /// <summary>Silos that are in this view or were.</summary>
    public OriginSet Senders => Prevotes.Voters.Union(Precommits.Voters).Union(
        proposals.Count > 0 ? default(OriginSet).With(electorate.Proposer(view)) : default);

    /// <returns>Whether there was anything new.</returns>
    public bool Read(IRoundFacts facts)
    {
        IReadOnlyList<SignedRecord> proposed = facts.ProposalsIn(view);
        bool isNew = read < proposed.Count;
        for (; read < proposed.Count; read++)
        {
            Read(proposed, (Propose)proposed[read].Body);
        }

        isNew |= Prevotes.Read(facts.PrevotesIn(view));
        return Precommits.Read(facts.PrecommitsIn(view)) || isNew;
    }

    private void Read(IReadOnlyList<SignedRecord> proposed, Propose proposal)
    {
        if (electorate.IndexOf(proposal.Origin) != electorate.Proposer(view))
        {
            return;
        }

        proposals.Add(proposal);
        if (proposals.Count > 1 && proposed[0].Id != proposed[read].Id)
        {
            doubleProposals.Add(new Equivocation(
                electorate.Proposer(view), RecordKind.Propose, view, proposed[0].Id, proposed[read].Id));
        }
    }
}
