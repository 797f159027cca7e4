using System.Text;
using RingFed.Federation.Codecs;
using RingFed.Federation.Masking;
using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Rounds;
using RingFed.Federation.Transport;
using RingFed.Federation.Wire;
using RingFed.Simulation.Masking;

namespace RingFed.Simulation.Silos;

/// <summary>Stands for training, hashing and signing. A silo that works a round again after a crash gets another result, as in life.</summary>
/// <param name="book">Payloads of gather rounds; null where nobody looks at them.</param>
internal sealed class SimulatedWorker(int chunksPerPayload, GatherBook? book)
{
    private const int ChunkBytes = WireCaps.ChunkBytesMax;
    private readonly HashSet<Digest> nonsense = [];
    private static readonly Digest Layout = DigestOf("layout");

    public OwnPart Work(RoundKind kind, int round, int silo, int life, Digest baseDigest, double epsilonSpent) => new(
        Query: kind == RoundKind.Statistic ? "histogram" : string.Empty,
        Layout,
        Encoder: Digest.None,
        baseDigest,
        Codec: kind == RoundKind.Statistic ? GatherCodec.CodecName : "float32",
        ManifestOf(DigestOf($"payload {round} {silo} {life}")),
        Records: 100,
        Steps: 10,
        epsilonSpent);

    /// <summary>A step of a masked sum: what it carries is known by its root.</summary>
    public OwnPart Gather(MaskedContribution made, int round, int silo, double epsilonSpent)
    {
        Digest root = DigestOf($"payload {round} {silo} {Digest.Of(made.Payload)}");
        book!.Add(root, made.Payload);
        return new OwnPart(
            made.Query, GatherLayout.DigestOf(made.Query, made.Payload.Length), Encoder: Digest.None, Base: Digest.None, GatherCodec.CodecName,
            ManifestOf(root), Records: 100, Steps: 1, epsilonSpent);
    }

    /// <summary>The payload of the part will turn out not to hold numbers.</summary>
    public void Spoil(OwnPart part)
    {
        nonsense.Add(part.Payload.Root);
        book?.Add(part.Payload.Root, []);
    }

    /// <summary>A liar signs this root in place of the honest one.</summary>
    public void Replace(Digest root, Digest instead, Dice dice) => book?.AddOther(root, instead, dice);

    public bool IsNonsense(Envelope update) => nonsense.Contains(update.Payload.Root);

    /// <summary>The aggregate follows from the updates and the base alone. What is not a number is kept out.</summary>
    /// <param name="originOf">Roster index of a silo.</param>
    public Aggregated Combine(Aggregate ask, Digest baseDigest, Func<string, int> originOf)
    {
        StringBuilder inputs = new($"aggregate {ask.Round} {baseDigest}");
        List<int> merged = [];
        bool isGathered = book is not null && ask.Updates[0].PayloadKind == PayloadKind.Gather;
        foreach (Envelope update in ask.Updates.Where(update => isGathered || !IsNonsense(update)))
        {
            inputs.Append(' ').Append(update.Origin).Append(' ').Append(update.Payload.Root);
            merged.Add(originOf(update.Origin));
        }

        Digest digest = DigestOf(inputs.ToString());
        if (isGathered)
        {
            book!.AddResult(digest, ask.Updates.Select(update => (originOf(update.Origin), update.Payload.Root)));
        }

        return new Aggregated(ask.Round, ask.Proposal, new AgreedAggregate(digest, ManifestOf(digest), OriginSet.Of(merged)));
    }

    /// <summary>The shipping encoding and id. That a record is signed is an entry in the checker's register.</summary>
    public static SignedRecord Sign(RecordBody body)
    {
        byte[] bytes = RecordCodec.Encode(body);
        return new SignedRecord(RecordCodec.IdOf(body.Kind, bytes), body, bytes, default);
    }

    public PayloadManifest ManifestOf(Digest root) => new((long)chunksPerPayload * ChunkBytes, ChunkBytes, chunksPerPayload, root);

    private static Digest DigestOf(string text) => Digest.Of(Encoding.UTF8.GetBytes(text));
}
