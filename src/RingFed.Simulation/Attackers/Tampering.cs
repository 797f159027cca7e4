using RingFed.Federation.Messages;

namespace RingFed.Simulation.Attackers;

/// <summary>Passes on chunks whose bytes it changed, and records with another signature.</summary>
internal sealed class Tampering : Attack
{
    private const int ChunksPerTampered = 4;
    private const int RecordsPerTampered = 20;

    public override SentChunk? Twist(Adversary by, int peer, SentChunk chunk) =>
        by.Dice.OneIn(ChunksPerTampered) ? chunk with { Content = by.Junk() } : chunk;

    public override IEnumerable<RingMessage> Twist(Adversary by, int peer, RingMessage message) =>
        message is RecordMessage { Record: var record } && by.Dice.OneIn(RecordsPerTampered)
            ? [new RecordMessage(new SignedRecord(record.Id, record.Body, record.Bytes, new byte[] { 1 }))]
            : [message];
}
