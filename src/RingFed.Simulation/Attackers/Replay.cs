using RingFed.Federation.Messages;

namespace RingFed.Simulation.Attackers;

/// <summary>Sends again what was signed before: records of old rounds and views, old payloads, old closes.</summary>
internal sealed class Replay : Attack
{
    private const int RecordsAtATime = 10;

    public override void Act(Adversary by, int link, int peer)
    {
        SignedRecord[] old = [.. by.Remembered];
        for (int count = 0; count < RecordsAtATime && old.Length > 0; count++)
        {
            SignedRecord record = by.Dice.Pick(old);
            by.Emit(link, new RecordMessage(record));
            if (record.Body is Envelope { Payload: var payload } && by.Plan.IndexOf(record.Body.Origin) is >= 0 and var origin)
            {
                ItemId item = new(record.Round, origin, payload.Root);
                by.Emit(link, new SentChunk(new ChunkId(item, by.Dice.Below(payload.ChunkCount)), payload.Root));
            }
        }

        if (by.Close is { } close)
        {
            by.Emit(link, new CloseMessage(close));
        }
    }
}
