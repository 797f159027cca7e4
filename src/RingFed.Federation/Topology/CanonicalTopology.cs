using System.Buffers;
using System.Security.Cryptography;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Topology;

/// <summary>
/// One sequence of bytes for one meaning: what is hashed. Fields in a fixed order, defaults written out,
/// <c>byzantine: auto</c> resolved, durations in milliseconds. Left out on purpose: comments, spelling, and the schema's
/// path, which is a place on one machine (its content is in <c>schemaDigest</c> and in the layout's digest).
/// </summary>
internal static class CanonicalTopology
{
    private const string Tag = "ringfed/1/topology";

    public static byte[] Digest(FederationTopology topology)
    {
        ArrayBufferWriter<byte> bytes = new();
        MessagePackWriter writer = new(bytes);
        Write(ref writer, topology);
        writer.Flush();
        return SHA256.HashData(bytes.WrittenSpan);
    }

    private static void Write(ref MessagePackWriter writer, FederationTopology topology)
    {
        // The epoch before stands last, so that the digest of a file without one is what it was before there were epochs.
        writer.WriteArrayHeader(topology.Previous is null ? 11 : 12);
        writer.Write(Tag);
        writer.Write(topology.Federation);
        writer.Write(topology.Epoch);
        writer.Write(topology.Protocol.Version);
        writer.Write(topology.Protocol.RuleRevision);
        WriteSilos(ref writer, topology.Silos);
        WriteExchange(ref writer, topology.Exchange);
        writer.Write(topology.Byzantine);
        WriteAggregation(ref writer, topology.Aggregation);
        WriteModel(ref writer, topology.Model);
        writer.Write(topology.Privacy.Dp.ToString());
        if (topology.Previous is { } previous)
        {
            writer.Write(TopologyDigest.TextOf(previous));
        }
    }

    private static void WriteSilos(ref MessagePackWriter writer, IReadOnlyList<SiloEntry> silos)
    {
        writer.WriteArrayHeader(silos.Count);
        foreach (SiloEntry silo in silos)
        {
            writer.WriteArrayHeader(3);
            writer.Write(silo.Id);
            
            // No address is empty, so this also says `inbound: false`.
            writer.Write(silo.Address?.ToString() ?? "");
            writer.Write(silo.Key.Text);
        }
    }

    private static void WriteExchange(ref MessagePackWriter writer, ExchangeSettings exchange)
    {
        // The proximal term stands last, so that the digest of a file without one is what it was before there was one.
        writer.WriteArrayHeader(exchange.LocalWork.Proximal > 0 ? 8 : 7);
        writer.Write(exchange.Kind.ToString());
        writer.Write(exchange.Rounds);
        writer.Write(exchange.LocalWork.Steps ?? 0);
        writer.Write((long)(exchange.LocalWork.Time ?? TimeSpan.Zero).TotalMilliseconds);
        writer.Write(exchange.LocalWork.StepsMax ?? 0);
        writer.Write((long)exchange.RoundDeadline.TotalMilliseconds);
        writer.Write(exchange.Codec.ToString());
        if (exchange.LocalWork.Proximal > 0)
        {
            writer.Write(exchange.LocalWork.Proximal);
        }
    }

    private static void WriteAggregation(ref MessagePackWriter writer, AggregationSettings aggregation)
    {
        writer.WriteArrayHeader(2);
        writer.Write(aggregation.Rule);
        writer.Write(aggregation.Gate.ToString());
    }

    private static void WriteModel(ref MessagePackWriter writer, ModelSettings model)
    {
        writer.WriteArrayHeader(4);
        writer.Write(model.Kind);
        writer.Write(model.SchemaDigest);
        writer.Write(model.Seed);
        writer.WriteMapHeader(model.Options.Count);
        foreach ((string name, string value) in model.Options.OrderBy(option => option.Key, StringComparer.Ordinal))
        {
            writer.Write(name);
            writer.Write(value);
        }
    }
}
