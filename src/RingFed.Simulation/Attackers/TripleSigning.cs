using RingFed.Federation.Messages;

namespace RingFed.Simulation.Attackers;

/// <summary>
/// Signs three envelopes a round: one for the ring, and two others for a victim, which keeps two of a silo and has no room
/// left for the one that all others agree on. Votes with them until they are locked on it, and shows nobody what closes a round.
/// </summary>
internal sealed class TripleSigning(int victim) : Attack
{
    private readonly Dictionary<int, RecordMessage[]> others = [];

    public override IEnumerable<RingMessage> Twist(Adversary by, int peer, RingMessage message) => message switch
    {
        RecordMessage { Record: { Body: Envelope envelope } record } when by.IsOwn(record) && peer == victim => OthersThan(by, envelope),
        RecordMessage { Record: { Body: Precommit { IsNil: false } } record } when by.IsOwn(record) => [],
        Progress or CloseMessage => [],
        Summary summary => [summary with { Closed = -1 }],
        _ => [message],
    };

    private RecordMessage[] OthersThan(Adversary by, Envelope envelope)
    {
        if (!others.TryGetValue(envelope.Round, out RecordMessage[]? two))
        {
            others[envelope.Round] = two = [Other(by, envelope), Other(by, envelope)];
        }

        return two;
    }

    private static RecordMessage Other(Adversary by, Envelope envelope) =>
        new(by.Sign(envelope with { Payload = envelope.Payload with { Root = by.OtherThan(envelope) } }));
}
