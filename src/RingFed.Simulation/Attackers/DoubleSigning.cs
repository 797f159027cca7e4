using RingFed.Federation.Messages;

namespace RingFed.Simulation.Attackers;

/// <summary>
/// Signs two of everything: envelopes with different payloads, haves that say less, votes for and against, made-up
/// aggregates. One goes to some neighbours and the other to the rest, and sometimes both to the same.
/// </summary>
internal sealed class DoubleSigning : Attack
{
    private const int RecordsPerBoth = 4;
    private readonly Dictionary<Digest, SignedRecord> twins = [];
    private readonly Dictionary<Digest, Digest> roots = [];

    public override IEnumerable<RingMessage> Twist(Adversary by, int peer, RingMessage message)
    {
        if (message is not RecordMessage { Record: var record } || !by.IsOwn(record))
        {
            return [message];
        }

        RecordMessage twin = new(TwinOf(by, record));
        return by.Dice.OneIn(RecordsPerBoth) ? [message, twin] : GetsTwins(by, peer) ? [twin] : [message];
    }

    public override SentChunk? Twist(Adversary by, int peer, SentChunk chunk) =>
        GetsTwins(by, peer) && roots.TryGetValue(chunk.Id.Item.Root, out Digest root)
            ? new SentChunk(chunk.Id with { Item = chunk.Id.Item with { Root = root } }, root)
            : chunk;

    /// <summary>Everyone clockwise of it, so that two halves of the ring are told different things.</summary>
    private static bool GetsTwins(Adversary by, int peer) =>
        (peer - by.Plan.Self + by.Plan.Silos) % by.Plan.Silos <= by.Plan.Silos / 2;

    private SignedRecord TwinOf(Adversary by, SignedRecord record)
    {
        if (!twins.TryGetValue(record.Id, out SignedRecord? twin))
        {
            twins[record.Id] = twin = by.Sign(Other(by, record.Body));
        }

        return twin;
    }

    private RecordBody Other(Adversary by, RecordBody body) => body switch
    {
        Envelope envelope => Other(by, envelope),
        Have have => have with { Held = [.. have.Held.Where(_ => by.Dice.OneIn(2))] },
        Prevote prevote => prevote with { Proposal = OtherProposal(by, prevote.Proposal, body.Round) },
        Precommit { IsNil: false } precommit => by.Dice.OneIn(2)
            ? Precommit.Nil(precommit.Federation, precommit.Epoch, precommit.Round, precommit.Origin, precommit.View, precommit.Algorithm)
            : precommit with { Aggregate = by.Junk() },
        Propose propose => propose with { Proposal = Lesser(propose.Proposal) },
        _ => body,
    };

    private Envelope Other(Adversary by, Envelope envelope)
    {
        Digest root = by.OtherThan(envelope);
        roots[envelope.Payload.Root] = root;
        return envelope with { Payload = envelope.Payload with { Root = root } };
    }

    /// <summary>Nil becomes a proposal that was made, and a proposal nil.</summary>
    private static Digest OtherProposal(Adversary by, Digest proposal, int round) => proposal != Digest.None
        ? Digest.None
        : by.Remembered.Where(record => record.Round == round).Select(record => record.Body).OfType<Propose>().LastOrDefault()?.Proposal.Id ?? by.Junk();

    /// <summary>Without its last have, and with the updates as they were: often invalid, sometimes not.</summary>
    private static ClosingProposal Lesser(ClosingProposal proposal) => ClosingProposal.Of(
        [.. proposal.Haves.SkipLast(1)], proposal.Updates, proposal.Evidence, proposal.Leavers, proposal.Previous, proposal.Next);
}
