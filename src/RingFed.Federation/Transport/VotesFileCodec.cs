using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Closing;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Transport;

/// <summary>
/// Head of the file of a round's votes: <c>[owner..., last envelope, view + 1, step, lock or nil, lock view + 1, good or
/// nil, good view + 1, haves, [own record...], [support record...]]</c>, a record as <c>[kind, body, signature]</c>.
/// </summary>
internal static class VotesFileCodec
{
    private const int Fields = 13;

    /// <summary>Haves, envelopes, evidence, prevotes and leaves of the largest roster, for two proposals.</summary>
    private const int RecordsMax = 14 * WireCaps.SilosMax;

    public static byte[] Encode(StateOwner owner, Digest lastEnvelope, StoredVotes votes) =>
        StateFileCodec.Write((ref MessagePackWriter writer) =>
        {
            writer.WriteArrayHeader(Fields);
            StateFileCodec.Write(ref writer, owner);
            writer.Write(lastEnvelope);
            writer.Write(votes.State.View + 1);
            writer.Write((byte)votes.State.Step);
            Write(ref writer, votes.State.Lock);
            writer.Write(votes.State.LockView + 1);
            Write(ref writer, votes.State.Good);
            writer.Write(votes.State.GoodView + 1);
            writer.Write(votes.State.Haves);
            Write(ref writer, votes.Own);
            Write(ref writer, votes.Support);
        });

    /// <exception cref="WireException">Not a file of votes.</exception>
    public static (Digest LastEnvelope, StoredVotes Votes) Decode(StateOwner owner, ReadOnlyMemory<byte> head)
    {
        MessagePackReader reader = new(head);
        reader.RequireArray(Fields, "votes");
        StateFileCodec.Require(ref reader, owner);
        Digest lastEnvelope = reader.RequireDigest("last envelope");
        VoteState state = new(
            ReadView(ref reader),
            ReadStep(ref reader),
            ReadProposal(ref reader),
            ReadView(ref reader),
            ReadProposal(ref reader),
            ReadView(ref reader),
            (int)reader.RequireCount(MessageCaps.HavesPerRoundMax, "haves"));
        return (lastEnvelope, new StoredVotes(state, ReadRecords(ref reader), ReadRecords(ref reader)));
    }

    private static void Write(ref MessagePackWriter writer, ClosingProposal? proposal)
    {
        if (proposal is null)
        {
            writer.WriteNil();
        }
        else
        {
            proposal.Write(ref writer);
        }
    }

    private static void Write(ref MessagePackWriter writer, IReadOnlyList<SignedRecord> records)
    {
        writer.WriteArrayHeader(records.Count);
        foreach (SignedRecord record in records)
        {
            writer.WriteArrayHeader(3);
            StateFileCodec.Write(ref writer, record);
        }
    }

    private static int ReadView(ref MessagePackReader reader) => (int)reader.RequireCount(MessageCaps.ViewMax + 1, "view") - 1;

    private static VoteStep ReadStep(ref MessagePackReader reader)
    {
        VoteStep step = (VoteStep)reader.ReadByte();
        return Enum.IsDefined(step) ? step : throw new WireException(WireFaultCode.Malformed, $"step {(int)step} is not known");
    }

    private static ClosingProposal? ReadProposal(ref MessagePackReader reader) =>
        reader.TryReadNil() ? null : ClosingProposal.Read(ref reader);

    private static SignedRecord[] ReadRecords(ref MessagePackReader reader)
    {
        SignedRecord[] records = new SignedRecord[reader.RequireArrayUpTo(RecordsMax, "records")];
        for (int index = 0; index < records.Length; index++)
        {
            reader.RequireArray(3, "record");
            records[index] = StateFileCodec.ReadRecord(ref reader);
        }

        return records;
    }
}
