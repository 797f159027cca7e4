using System.Text;
using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Wire;

namespace RingFed.Simulation;

/// <summary>Stands for training, hashing and signing. A silo that works a round again after a crash gets another result, as in life.</summary>
internal sealed class SimulatedWorker(int chunksPerPayload)
{
    private const int ChunkBytes = WireCaps.ChunkBytesMax;
    private static readonly Digest Layout = DigestOf("layout");

    public OwnPart Work(int round, int silo, int life, Digest baseDigest, double epsilonSpent) => new(
        Query: round == 0 ? "histogram" : string.Empty,
        Layout,
        Encoder: Digest.None,
        baseDigest,
        Codec: round == 0 ? "int64" : "float32",
        ManifestOf(DigestOf($"payload {round} {silo} {life}")),
        Records: 100,
        Steps: 10,
        epsilonSpent);

    /// <summary>The aggregate follows from the updates and the base alone.</summary>
    public Aggregated Combine(Aggregate ask, Digest baseDigest)
    {
        StringBuilder inputs = new($"aggregate {ask.Round} {baseDigest}");
        foreach (Envelope update in ask.Updates)
        {
            inputs.Append(' ').Append(update.Origin).Append(' ').Append(update.Payload.Root);
        }

        Digest digest = DigestOf(inputs.ToString());
        OriginSet all = OriginSet.Of(Enumerable.Range(0, ask.Updates.Count));
        return new Aggregated(ask.Round, new AgreedAggregate(digest, ManifestOf(digest), all));
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
