using RingFed.Federation.Wire;

namespace RingFed.Federation.Messages;

/// <summary>Bodies of proposals and votes; see <see cref="RecordCodec"/>.</summary>
internal static class VoteCodec
{
    private const int ProposeFields = 8;
    private const int PrevoteFields = 7;
    private const int PrecommitFields = 13;
    private const int NilPrecommitFields = 6;

    public static void Write(ref MessagePackWriter writer, Propose propose)
    {
        writer.WriteArrayHeader(ProposeFields);
        RecordCodec.WriteHead(ref writer, propose);
        writer.Write(propose.View);
        propose.Proposal.Write(ref writer);
        writer.Write(propose.ProofView + 1);
        writer.Write(propose.Algorithm);
    }

    /// <exception cref="WireException">Malformed, or a value out of its range.</exception>
    public static Propose ReadPropose(ref MessagePackReader reader)
    {
        reader.RequireArray(ProposeFields, "propose");
        (string federation, int epoch, int round, string origin) = RecordCodec.ReadHead(ref reader);
        int view = ReadView(ref reader);
        return new Propose(
            federation,
            epoch,
            round,
            origin,
            view,
            ClosingProposal.Read(ref reader),
            (int)reader.RequireCount(view, "proof view") - 1,
            RecordCodec.ReadAlgorithm(ref reader));
    }

    public static void Write(ref MessagePackWriter writer, Prevote prevote)
    {
        writer.WriteArrayHeader(PrevoteFields);
        RecordCodec.WriteHead(ref writer, prevote);
        writer.Write(prevote.View);
        writer.Write(prevote.Proposal);
        writer.Write(prevote.Algorithm);
    }

    /// <exception cref="WireException">Malformed, or a value out of its range.</exception>
    public static Prevote ReadPrevote(ref MessagePackReader reader)
    {
        reader.RequireArray(PrevoteFields, "prevote");
        (string federation, int epoch, int round, string origin) = RecordCodec.ReadHead(ref reader);
        return new Prevote(
            federation,
            epoch,
            round,
            origin,
            ReadView(ref reader),
            reader.RequireDigest("proposal"),
            RecordCodec.ReadAlgorithm(ref reader));
    }

    public static void Write(ref MessagePackWriter writer, Precommit precommit)
    {
        writer.WriteArrayHeader(precommit.IsNil ? NilPrecommitFields : PrecommitFields);
        RecordCodec.WriteHead(ref writer, precommit);
        writer.Write(precommit.View);
        if (!precommit.IsNil)
        {
            writer.Write(precommit.Proposal);
            writer.Write(precommit.Aggregate);
            writer.Write(precommit.Manifest!);
        }

        writer.Write(precommit.Algorithm);
        if (!precommit.IsNil)
        {
            writer.Write(precommit.Merged);
        }
    }

    /// <exception cref="WireException">Malformed, or a value out of its range.</exception>
    public static Precommit ReadPrecommit(ref MessagePackReader reader)
    {
        int fields = reader.RequireArrayUpTo(PrecommitFields, "precommit");
        if (fields is not (NilPrecommitFields or PrecommitFields))
        {
            throw new WireException(
                WireFaultCode.Malformed, $"precommit has {fields} fields instead of {PrecommitFields}, or {NilPrecommitFields} when it is nil");
        }

        (string federation, int epoch, int round, string origin) = RecordCodec.ReadHead(ref reader);
        int view = ReadView(ref reader);
        return fields == NilPrecommitFields
            ? Precommit.Nil(federation, epoch, round, origin, view, RecordCodec.ReadAlgorithm(ref reader))
            : new Precommit(
                federation,
                epoch,
                round,
                origin,
                view,
                RequireSome(reader.RequireDigest("proposal")),
                reader.RequireDigest("aggregate"),
                reader.RequireManifest(),
                RecordCodec.ReadAlgorithm(ref reader),
                RequireSome(reader.RequireOrigins("merged")));
    }

    private static int ReadView(ref MessagePackReader reader) => (int)reader.RequireCount(MessageCaps.ViewMax, "view");

    private static Digest RequireSome(Digest proposal) => proposal != Digest.None
        ? proposal
        : throw new WireException(WireFaultCode.Malformed, "a precommit for nothing is written as nil");

    private static OriginSet RequireSome(OriginSet merged) => !merged.IsEmpty
        ? merged
        : throw new WireException(WireFaultCode.Malformed, "an aggregate of nobody's updates");
}
