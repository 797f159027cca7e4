using System.Buffers;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Messages;

/// <summary>
/// Body of a close: <c>[proposal, body bytes of the first vote, its signature, [[origin, signature]...] of the others]</c>.
/// The votes are equal but for their origin, so one body stands for all.
/// </summary>
internal static class CloseCodec
{
    public static void Write(ref MessagePackWriter writer, RoundClose close)
    {
        writer.WriteArrayHeader(4);
        close.Proposal.Write(ref writer);
        writer.Write(close.Precommits[0].Bytes.Span);
        writer.Write(close.Precommits[0].Signature.Span);
        writer.WriteArrayHeader(close.Precommits.Count - 1);
        foreach (SignedRecord vote in close.Precommits.Skip(1))
        {
            writer.WriteArrayHeader(2);
            writer.Write(vote.Body.Origin);
            writer.Write(vote.Signature.Span);
        }
    }

    /// <summary>Signatures, quorum and order of origins are not judged here: they need the roster.</summary>
    /// <exception cref="WireException">Malformed, a vote for something else, or a silo twice.</exception>
    public static RoundClose Read(ref MessagePackReader reader)
    {
        reader.RequireArray(4, "close");
        ClosingProposal proposal = ClosingProposal.Read(ref reader);
        SignedRecord first = RecordCodec.Decode(
            RecordKind.Precommit,
            reader.RequireBytesUpTo(MessageCaps.RecordBodyBytesMax(RecordKind.Precommit), "vote").ToArray(),
            RequireSignature(ref reader));
        Precommit vote = (Precommit)first.Body;
        if (vote.Proposal != proposal.Id)
        {
            throw new WireException(WireFaultCode.Malformed, "a close's votes are for another proposal");
        }

        return new RoundClose(proposal, vote.View, ReadVotes(ref reader, first, vote));
    }

    private static SignedRecord[] ReadVotes(ref MessagePackReader reader, SignedRecord first, Precommit vote)
    {
        SignedRecord[] votes = new SignedRecord[1 + reader.RequireArrayUpTo(WireCaps.SilosMax - 1, "votes")];
        votes[0] = first;
        HashSet<string> voters = [vote.Origin];
        for (int index = 1; index < votes.Length; index++)
        {
            reader.RequireArray(2, "vote");
            string origin = reader.RequireRingName("origin");
            if (!voters.Add(origin))
            {
                throw new WireException(WireFaultCode.Malformed, $"a close has two votes of {origin}");
            }

            byte[] body = RecordCodec.Encode(vote with { Origin = origin });
            votes[index] = RecordCodec.Decode(RecordKind.Precommit, body, RequireSignature(ref reader));
        }

        return votes;
    }

    private static byte[] RequireSignature(ref MessagePackReader reader) =>
        reader.RequireBytesUpTo(MessageCaps.SignatureBytesMax, "signature").ToArray();
}
