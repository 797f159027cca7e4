using RingFed.Federation.Messages;
using RingFed.Federation.Ring.Closing;
using RingFed.Federation.Topology;

namespace RingFed.Federation.Tests.Ring.Closing.Model;

/// <summary>Watches what must never happen.</summary>
internal sealed class ModelChecker(ModelRing ring)
{
    private readonly Dictionary<(RecordKind, int Silo, int Slot), Digest> signed = [];
    private readonly List<string> violations = [];
    private RoundClose? first;

    public bool IsBroken => violations.Count > 0;

    public IReadOnlyList<string> Violations => violations;

    /// <summary>Two results of one round.</summary>
    public bool HasForked { get; private set; }

    public void AskedToSign(ModelSilo silo, ClosingAction.Sign sign, ClosingAction.Sign? pending) =>
        Require(pending is null, $"s{silo.Index} was asked to sign {sign.Body.Kind} while it signed another record");

    public void Signed(ModelSilo silo, SignedRecord record)
    {
        (RecordKind, int, int) place = (record.Kind, silo.Index, record.Body.Slot);
        bool isNew = signed.TryAdd(place, record.Id);
        Require(
            isNew || signed[place] == record.Id || ring.Options.ForgetsVotes,
            $"s{silo.Index} signed two of {record.Kind} {record.Body.Slot}");
    }

    public void Decided(ModelSilo silo, RoundClose close)
    {
        first ??= close;
        HasForked |= close.Proposal.Id != first.Proposal.Id || close.Aggregate != first.Aggregate;
        Require(!HasForked, $"s{silo.Index} closed on {close.Proposal} and another silo on {first.Proposal}");
        Quorum quorum = new(ring.Options.Silos, ring.Options.Byzantine);
        bool isStandard = ring.Options.Rules == VotingRules.Standard;
        int voters = close.Precommits.Select(vote => vote.Body.Origin).Distinct().Count();
        Require(!isStandard || voters >= quorum.Votes, $"s{silo.Index} closed on {voters} votes");
        Require(!isStandard || close.Proposal.Updates.Count >= quorum.Votes, $"s{silo.Index} closed on {close.Proposal.Updates.Count} updates");
        int holders = ring.Silos.Count(honest => close.Proposal.Updates.All(honest.HasStored));
        Require(
            !isStandard || ring.Options.ForgetsVotes || holders >= quorum.Votes - quorum.Byzantine,
            $"only {holders} honest silos store what s{silo.Index} closed on");
        Require(
            close.Proposal.Updates.All(update => ring.Liars.Contains(update.Origin) || update == ring.Records.Held(ring.Records.Envelope(update.Origin))),
            $"s{silo.Index} closed on an update that its silo never signed");
    }

    public void Unexpected(ModelSilo silo, ClosingAction action) => Require(false, $"s{silo.Index} was asked for {action}");

    private void Require(bool holds, string violation)
    {
        if (!holds)
        {
            violations.Add($"at {ring.Clock.Now} ms: {violation}");
        }
    }
}
