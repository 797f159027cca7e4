using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Closing;

/// <summary>What the closing of one round knows and makes, apart from where this silo stands in it.</summary>
internal sealed class RoundBook
{
    private readonly Dictionary<Digest, ProposalCheck> checks = [];
    private readonly HashSet<Digest> asked = [];
    private readonly List<HeldUpdate> wanted = [];
    private IReadOnlyList<HeldUpdate> lastMissing = [];
    private RoundClose? close;

    public RoundBook(IRoundFacts facts, VotingRules rules)
    {
        Rules = rules;
        Electorate = new Electorate(facts.Plan, facts.Round, facts.Active, rules);
        Records = new OwnRecords(facts.Plan, facts.Round);
        Tally = new RoundTally(Electorate);
        Opening = new RoundOpening(Electorate);
        Census = new EnvelopeCensus(Electorate);
        Draft = new ProposalDraft(Electorate);
        OwnHaves = new OwnHaves(Records, Electorate);
    }

    public VotingRules Rules { get; }

    public Electorate Electorate { get; }

    public OwnRecords Records { get; }

    public RoundTally Tally { get; }

    public RoundOpening Opening { get; }

    public EnvelopeCensus Census { get; }

    public ProposalDraft Draft { get; }

    public OwnHaves OwnHaves { get; }

    /// <summary>What this silo can say of the proposal now. What it lacks for more is wanted.</summary>
    public ProposalCheck Check(ClosingProposal proposal, IRoundFacts facts)
    {
        if (!checks.TryGetValue(proposal.Id, out ProposalCheck? check))
        {
            checks.Add(proposal.Id, check = new ProposalCheck(proposal, Electorate));
        }

        bool isVouched = check.Validity == Validity.Unknown
            && Electorate.Byzantine > 0
            && Tally.PrevotersOf(proposal.Id).Count >= Electorate.Witnesses;
        if (check.Resume(facts, isVouched) == Validity.Unknown)
        {
            Want(check.Missing);
        }

        return check;
    }

    /// <summary>build(), whatever its validity; what this silo lacks for it is wanted.</summary>
    public ClosingProposal? Build(IRoundFacts facts, DraftHaste haste)
    {
        ClosingProposal? draft = Draft.Read(facts, Tally, haste);
        Want(Draft.Missing);
        return draft;
    }

    /// <summary>Updates that are wanted and were not asked for before.</summary>
    public IReadOnlyList<HeldUpdate> TakeWanted()
    {
        HeldUpdate[] taken = [.. wanted];
        wanted.Clear();
        return taken;
    }

    /// <summary>R6. Null while no quorum has precommitted, or what it precommitted to is not held.</summary>
    public RoundClose? Close(IRoundFacts facts)
    {
        if (close is null && Tally.Decided is { } decided && Tally.Proposal(decided.Ballot.Proposal) is { } proposal)
        {
            SignedRecord[] precommits = Tally.In(decided.View).Precommits
                .Certificate(decided.Ballot, facts.PrecommitsIn(decided.View));
            close = precommits.Length >= Electorate.Quorum ? new RoundClose(proposal, decided.View, precommits) : null;
        }

        return close;
    }

    private void Want(IReadOnlyList<HeldUpdate> missing)
    {
        if (ReferenceEquals(missing, lastMissing))
        {
            return;
        }

        lastMissing = missing;
        foreach (HeldUpdate update in missing)
        {
            if (asked.Add(update.Envelope))
            {
                wanted.Add(update);
            }
        }
    }
}
