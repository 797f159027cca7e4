using RingFed.Federation.Messages;

namespace RingFed.Simulation.Attackers;

/// <summary>Says that it remembers of the others what they never signed, and that it is in the last round, to keep them from signing.</summary>
internal sealed class FalseMemory : Attack
{
    public override IEnumerable<RingMessage> Twist(Adversary by, int peer, RingMessage message) => message switch
    {
        Summary summary => [summary with { Remembrance = new Remembrance([Invented(by)], double.MaxValue) }],
        RecordMessage { Record: { Body: Recalled answer } record } when by.IsOwn(record) => [new RecordMessage(by.Sign(Lie(by, answer)))],
        _ => [message],
    };

    private static Recalled Lie(Adversary by, Recalled answer) =>
        answer with { Round = by.Plan.LastRound, EpsilonSpent = double.MaxValue, Held = [Invented(by)] };

    private static RecordPlace Invented(Adversary by) => new(by.Plan.LastRound, RecordKind.Prevote, by.Dice.Below(MessageCaps.ViewMax), by.Junk());
}
