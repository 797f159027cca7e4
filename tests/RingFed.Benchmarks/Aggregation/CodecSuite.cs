using RingFed.Federation.Aggregation;
using RingFed.Federation.Codecs;

namespace RingFed.Benchmarks.Aggregation;

/// <summary>What one update costs before and after the wire: encoding, decoding, digest. One thread.</summary>
internal sealed class CodecSuite : IBenchmarkSuite
{
    private const int Seed = 4427;

    public string Name => "codecs";

    public string Usage => "--parameters 10000000";

    public IEnumerable<Measurement> Run(BenchmarkOptions options)
    {
        float[] values = new float[options.Number("parameters", 10_000_000)];
        Random random = new(Seed);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.NextSingle() - 0.5f;
        }

        string workload = $"d = {values.Length}, 1 thread";
        float[] decoded = new float[values.Length];
        double copy = CopyBandwidth.BytesPerSecond(values, decoded, threads: 1, options.Repeats);
        yield return new Measurement("copy", workload, copy / 1e9, "GB/s read", "");
        foreach (PayloadCodec codec in PayloadCodec.Names.Select(PayloadCodec.ByName))
        {
            byte[] encoded = new byte[codec.EncodedLength(values.Length)];
            yield return Line($"{codec.Name} encode", () => codec.Encode(values, encoded));
            int length = codec.Encode(values, encoded);
            yield return Line($"{codec.Name} decode", () => codec.Decode(encoded.AsSpan(0, length), decoded));
            yield return new Measurement($"{codec.Name} length", workload, (double)length / values.Length, "bytes a value", "");
        }

        yield return Line("digest (SHA-256)", () => AggregateDigest.Of(values));

        Measurement Line(string what, Action work)
        {
            double seconds = Timing.MedianSeconds(options.Repeats, work);
            double rate = (double)values.Length * sizeof(float) / seconds;
            return new Measurement(
                what, workload, seconds, "s", FormattableString.Invariant($"{rate / 1e9:F1} GB/s of float32, {rate / copy:F2} x copy"));
        }
    }
}
