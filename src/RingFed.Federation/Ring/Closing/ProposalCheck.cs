using RingFed.Federation.Messages;
using RingFed.Federation.Ring.Epochs;

namespace RingFed.Federation.Ring.Closing;

/// <summary>
/// valid(V) of RingClose, as far as can be said now. Goes on where it stopped: what was once found to hold is not
/// looked at again, and while one thing is awaited only that is asked for.
/// </summary>
internal sealed class ProposalCheck(ClosingProposal proposal, Electorate electorate)
{
    private readonly List<Have> haves = [];
    private int lastHave = -1;
    private int evidenceRead;
    private int lastAccused = -1;
    private OriginSet accused;
    private bool isSelected;
    private int payloadsSeen;

    public ClosingProposal Proposal { get; } = proposal;

    public Validity Validity { get; private set; }

    /// <summary>What is wrong, or what is awaited; empty for a valid proposal.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Updates that must come before more can be said: their envelope or payload.</summary>
    public IReadOnlyList<HeldUpdate> Missing { get; private set; } = [];

    /// <summary>Envelopes of S in roster order, once they are known.</summary>
    public IReadOnlyList<Envelope> Envelopes { get; private set; } = [];

    /// <param name="isVouched">
    /// So many silos prevoted for it that one of them is honest and has checked it: what cannot be checked here, because of
    /// a liar's third record for one place other silos keep other two, is taken from them.
    /// </param>
    public Validity Resume(IRoundFacts facts, bool isVouched = false)
    {
        if (Validity == Validity.Unknown)
        {
            Validity = Judge(facts, isVouched);
            Reason = Validity == Validity.Valid ? "" : Reason;
        }

        return Validity;
    }

    private Validity Judge(IRoundFacts facts, bool isVouched)
    {
        Validity said = isSelected ? Validity.Valid : Derive(facts);
        said = said == Validity.Unknown && isVouched ? Believe(facts) : said;
        said = said == Validity.Valid ? ReadNextEpoch(facts, isVouched) : said;
        return said == Validity.Valid ? ReadPayloads(facts) : said;
    }

    private Validity Derive(IRoundFacts facts)
    {
        Validity said = Proposal.Previous == facts.Previous ? Validity.Valid : Wrong("it follows another close");
        said = said == Validity.Valid ? ReadHaves(facts) : said;
        said = said == Validity.Valid ? ReadEvidence(facts) : said;
        said = said == Validity.Valid ? ReadLeavers(facts) : said;
        return said == Validity.Valid ? Select(facts) : said;
    }

    /// <summary>S as it stands in the proposal; its envelopes are needed all the same.</summary>
    private Validity Believe(IRoundFacts facts)
    {
        if (IsStillMissing(facts))
        {
            return Validity.Unknown;
        }

        Missing = [.. Proposal.Updates.Where(update => facts.Find(update.Envelope) is null)];
        if (Missing.Count > 0)
        {
            return Awaited("an envelope");
        }

        isSelected = true;
        Envelopes = [.. Proposal.Updates.Select(update => facts.Find(update.Envelope)!.Body).OfType<Envelope>()];
        return Envelopes.Count == Proposal.Updates.Count ? Validity.Valid : Wrong("it merges what is no update");
    }

    /// <summary>Haves of the round, one each of a quorum or more of silos, ascending by origin.</summary>
    private Validity ReadHaves(IRoundFacts facts)
    {
        while (haves.Count < Proposal.Haves.Count)
        {
            if (facts.Find(Proposal.Haves[haves.Count]) is not { } record)
            {
                return Awaited("a have");
            }

            int origin = electorate.IndexOf(record.Body.Origin);
            if (record.Body is not Have have || have.Round != electorate.Round || origin <= lastHave)
            {
                return Wrong("its haves are not one each of silos that vote, in roster order");
            }

            haves.Add(have);
            lastHave = origin;
        }

        return haves.Count >= electorate.Quorum ? Validity.Valid : Wrong($"it has {haves.Count} haves and needs {electorate.Quorum}");
    }

    private Validity ReadEvidence(IRoundFacts facts)
    {
        for (; evidenceRead < Proposal.Evidence.Count; evidenceRead++)
        {
            Equivocation evidence = Proposal.Evidence[evidenceRead];
            Validity proof = IsNew(evidence, facts) ? Prove(evidence, facts) : Validity.Invalid;
            if (proof != Validity.Valid)
            {
                return proof == Validity.Unknown ? Awaited("evidence") : Wrong($"its evidence against silo {evidence.Origin} proves nothing new");
            }

            lastAccused = evidence.Origin;
            accused = accused.With(evidence.Origin);
        }

        return Validity.Valid;
    }

    /// <summary>
    /// Of a silo that signed three records for one place each silo keeps two, not all the same: its own two prove as much
    /// as those that are named.
    /// </summary>
    private Validity Prove(Equivocation evidence, IRoundFacts facts)
    {
        SignedRecord? first = facts.Find(evidence.First);
        SignedRecord? second = facts.Find(evidence.Second);
        return (first is null || IsOf(evidence, first)) && (second is null || IsOf(evidence, second))
            ? (first is not null && second is not null) || IsKnown(evidence, facts) ? Validity.Valid : Validity.Unknown
            : Validity.Invalid;
    }

    private bool IsOf(Equivocation evidence, SignedRecord record) =>
        evidence.Kind is RecordKind.Envelope or RecordKind.Propose or RecordKind.Prevote or RecordKind.Precommit
        && record.Kind == evidence.Kind
        && record.Round == electorate.Round
        && record.Body.Slot == evidence.Slot
        && electorate.IndexOf(record.Body.Origin) == evidence.Origin;

    private bool IsNew(Equivocation evidence, IRoundFacts facts) =>
        evidence.Origin > lastAccused
        && electorate.Active.Contains(evidence.Origin)
        && !facts.Convicted.Contains(evidence.Origin)
        && evidence.First != evidence.Second;

    /// <summary>Two records of the silo for that place are held.</summary>
    private static bool IsKnown(Equivocation evidence, IRoundFacts facts)
    {
        IReadOnlyList<SignedRecord> records = evidence.Kind switch
        {
            RecordKind.Envelope => facts.EnvelopesOf(evidence.Origin),
            RecordKind.Propose => facts.ProposalsIn(evidence.Slot),
            RecordKind.Prevote => facts.PrevotesIn(evidence.Slot),
            RecordKind.Precommit => facts.PrecommitsIn(evidence.Slot),
            _ => [],
        };
        string origin = facts.Plan.Roster[evidence.Origin];
        return records.Count(record => record.Body.Origin == origin) > 1;
    }

    private Validity ReadLeavers(IRoundFacts facts)
    {
        OriginSet staying = electorate.Active.Except(Proposal.Leavers);
        if (staying.Count + Proposal.Leavers.Count != electorate.Count
            || (!Proposal.Leavers.IsEmpty && staying.Count < electorate.RemainingMin))
        {
            return Wrong("too few silos would stay, or some that would leave have no vote");
        }

        return Proposal.Leavers.Except(facts.Leaving).IsEmpty ? Validity.Valid : Awaited("a silo's leave");
    }

    /// <summary>Two thirds agreed to it, and its text is on this silo's disk: whoever votes for a round's end can go on after it.</summary>
    private Validity ReadNextEpoch(IRoundFacts facts, bool isVouched) => !Proposal.EndsEpoch
        ? Validity.Valid
        : facts.StandingOf(Proposal.Next) switch
        {
            DraftStanding.Unlawful => Wrong("the next epoch that it names cannot follow this one"),
            DraftStanding.Unsigned when !isVouched => Awaited("signatures under the next epoch"),
            DraftStanding.Ready => Validity.Valid,
            _ => facts.HoldsTopology(Proposal.Next) ? Validity.Valid : Awaited("the topology of the next epoch"),
        };

    /// <summary>S is what follows from haves and evidence, and large enough.</summary>
    private Validity Select(IRoundFacts facts)
    {
        if (IsStillMissing(facts))
        {
            return Validity.Unknown;
        }

        UpdateSelection selection = UpdateSelection.From(haves, accused, electorate, facts);
        Missing = selection.Missing;
        if (Missing.Count > 0)
        {
            return Awaited("an envelope");
        }

        isSelected = true;
        Envelopes = selection.Envelopes;
        return selection.Forged is null && selection.Updates.SequenceEqual(Proposal.Updates)
            ? Proposal.Updates.Count >= electorate.Quorum
                ? Validity.Valid
                : Wrong($"it merges {Proposal.Updates.Count} updates and needs {electorate.Quorum}")
            : Wrong("its updates are not those that follow from its haves");
    }

    private Validity ReadPayloads(IRoundFacts facts)
    {
        while (payloadsSeen < Envelopes.Count && facts.HoldsPayloadOf(Envelopes[payloadsSeen]))
        {
            payloadsSeen++;
        }

        if (payloadsSeen == Envelopes.Count)
        {
            Missing = [];
            return Validity.Valid;
        }

        if (Missing.Count == 0)
        {
            Missing = [.. Proposal.Updates.Where((_, index) => !facts.HoldsPayloadOf(Envelopes[index]))];
        }

        return Awaited("payloads");
    }

    private bool IsStillMissing(IRoundFacts facts) => Missing.Count > 0 && facts.Find(Missing[0].Envelope) is null;

    private Validity Wrong(string reason)
    {
        Reason = reason;
        return Validity.Invalid;
    }

    private Validity Awaited(string what)
    {
        Reason = what;
        return Validity.Unknown;
    }
}
