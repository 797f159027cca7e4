using System.Text;
using RingFed.Federation.Codecs;
using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Rounds;
using RingFed.Federation.Wire;

namespace RingFed.Simulation.Silos;

/// <summary>Stands for training, hashing and signing. A silo that works a round again after a crash gets another result, as in life.</summary>
internal sealed class SimulatedWorker(int chunksPerPayload)
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

    /// <summary>The payload of the part will turn out not to hold numbers.</summary>
    public void Spoil(OwnPart part) => nonsense.Add(part.Payload.Root);

    public bool IsNonsense(Envelope update) => nonsense.Contains(update.Payload.Root);

    /// <summary>The aggregate follows from the updates and the base alone. What is not a number is kept out.</summary>
    /// <param name="originOf">Roster index of a silo.</param>
    public Aggregated Combine(Aggregate ask, Digest baseDigest, Func<string, int> originOf)
    {
        StringBuilder inputs = new($"aggregate {ask.Round} {baseDigest}");
        List<int> merged = [];
        foreach (Envelope update in ask.Updates.Where(update => !IsNonsense(update)))
        {
            inputs.Append(' ').Append(update.Origin).Append(' ').Append(update.Payload.Root);
            merged.Add(originOf(update.Origin));
        }

        Digest digest = DigestOf(inputs.ToString());
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
