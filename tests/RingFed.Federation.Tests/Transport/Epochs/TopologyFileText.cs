using System.Text;
using RingFed.Federation.Topology;

namespace RingFed.Federation.Tests.Transport.Epochs;

/// <summary>A topology made in a test as the file that says it.</summary>
internal static class TopologyFileText
{
    public static string Of(FederationTopology topology)
    {
        ExchangeSettings exchange = topology.Exchange;
        StringBuilder text = new();
        text.AppendLine($"federation: {topology.Federation}").AppendLine($"epoch: {topology.Epoch}");
        if (topology.Previous is { } previous)
        {
            text.AppendLine($"previous: {TopologyDigest.TextOf(previous)}");
        }

        text.AppendLine($"byzantine: {topology.Byzantine}")
            .AppendLine($"exchange: {{ kind: {Lower(exchange.Kind)}, rounds: {exchange.Rounds}, codec: {Lower(exchange.Codec)} }}")
            .AppendLine($"aggregation: {{ rule: {topology.Aggregation.Rule} }}")
            .AppendLine($"model: {{ kind: {topology.Model.Kind}, schema: {topology.Model.SchemaPath}, seed: {topology.Model.Seed} }}")
            .AppendLine("silos:");
        foreach (SiloEntry silo in topology.Silos)
        {
            text.AppendLine($"  - {{ id: {silo.Id}, address: '{silo.Address}', key: '{silo.Key.Text}' }}");
        }

        string written = text.ToString();
        Assert.Equal(topology.DigestText, TopologyFile.Parse(written, "t.yaml").Require().DigestText);
        return written;
    }

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
