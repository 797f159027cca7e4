using RingFed.Federation.Messages;

namespace RingFed.Simulation.Attackers;

/// <summary>Answers every greeting and heartbeat, and passes on nothing of some silos: perhaps of itself, perhaps of all.</summary>
internal sealed class Dropping(OriginSet victims, bool alsoRecords) : Attack
{
    public override IEnumerable<RingMessage> Twist(Adversary by, int peer, RingMessage message) =>
        alsoRecords && message is RecordMessage { Record.Body.Origin: var origin } && victims.Contains(by.Plan.IndexOf(origin)) ? [] : [message];

    public override SentChunk? Twist(Adversary by, int peer, SentChunk chunk) =>
        chunk.Id.Item.Origin < by.Plan.Silos && victims.Contains(chunk.Id.Item.Origin) ? null : chunk;
}
