using System.Text.Json;
using RingFed.Federation.Topology;

namespace RingFed.Federation.Tests.Topology;

/// <summary>The JSON Schemas that editors use say what the loaders do.</summary>
public sealed class JsonSchemaTests
{
    [Fact]
    public void The_topology_schema_lists_exactly_the_fields_the_loader_knows() =>
        AssertSameFields("topology.schema.json", TopologyFields.All);

    [Fact]
    public void The_silo_schema_lists_exactly_the_fields_the_loader_knows() =>
        AssertSameFields("silo.schema.json", SiloFields.All);

    [Theory]
    [InlineData("topology.schema.json")]
    [InlineData("silo.schema.json")]
    public void Every_field_has_a_description(string file) =>
        Assert.All(Fields(Root(file), ""), field => Assert.True(field.Schema.TryGetProperty("description", out _), field.Path));

    [Fact]
    public void Writing_every_documented_default_out_changes_nothing()
    {
        JsonElement root = Root("topology.schema.json");
        string written = string.Concat(
            from field in Fields(root, "")
            where field.Schema.TryGetProperty("default", out _)
                && !field.Path.StartsWith("exchange.", StringComparison.Ordinal)
                && !field.Path.Contains("[]", StringComparison.Ordinal)
            let value = field.Schema.GetProperty("default").GetRawText()
            select field.Path.Contains('.')
                ? $"{field.Path.Split('.')[0]}: {{ {field.Path.Split('.')[1]}: {value} }}\n"
                : $"{field.Path}: {value}\n");

        // Two lines of one section make one section; exchange has a section of its own inside.
        string merged = string.Concat(written.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .GroupBy(line => line.Split(": {")[0])
            .Select(lines => lines.Count() == 1
                ? lines.Single() + "\n"
                : $"{lines.Key}: {{ {string.Join(", ", lines.Select(line => line.Split('{', '}')[1].Trim()))} }}\n"));
        string exchange = string.Join(", ", DefaultsBelow("exchange.").Where(line => !line.Contains('.', StringComparison.Ordinal))
            .Append($"localWork: {{ {string.Join(", ", DefaultsBelow("exchange.localWork."))} }}"));

        Assert.Equal(
            Examples.Load(Examples.Minimal).DigestText,
            Examples.Load(Examples.Minimal.Replace("{ id: b,", "{ inbound: true, id: b,", StringComparison.Ordinal) + merged + $"exchange: {{ {exchange} }}\n").DigestText);

        IEnumerable<string> DefaultsBelow(string section) => Fields(root, "")
            .Where(field => field.Path.StartsWith(section, StringComparison.Ordinal) && field.Schema.TryGetProperty("default", out _))
            .Select(field => $"{field.Path[section.Length..]}: {field.Schema.GetProperty("default").GetRawText()}");
    }

    [Fact]
    public void The_schema_offers_exactly_the_rules_the_loader_accepts() => Assert.Equal(
        AggregationSettings.Rules,
        Fields(Root("topology.schema.json"), "").Single(field => field.Path == "aggregation.rule")
            .Schema.GetProperty("enum").EnumerateArray().Select(rule => rule.GetString()!));

    private static void AssertSameFields(string file, IReadOnlyList<FieldSet> sets) => Assert.Equal(
        sets.SelectMany(set => set.Names.Select(name => set.Section.Length == 0 ? name : $"{set.Section}.{name}"))
            .Order(StringComparer.Ordinal),
        Fields(Root(file), "").Select(field => field.Path).Order(StringComparer.Ordinal));

    private static IEnumerable<(string Path, JsonElement Schema)> Fields(JsonElement schema, string path)
    {
        if (schema.TryGetProperty("items", out JsonElement items))
        {
            schema = items;
            path += "[]";
        }

        if (!schema.TryGetProperty("properties", out JsonElement properties))
        {
            yield break;
        }

        Assert.False(schema.GetProperty("additionalProperties").GetBoolean(), $"{path} accepts unknown fields");
        foreach (JsonProperty property in properties.EnumerateObject())
        {
            string child = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            yield return (child, property.Value);
            foreach ((string, JsonElement) below in Fields(property.Value, child))
            {
                yield return below;
            }
        }
    }

    private static JsonElement Root(string file) =>
        JsonDocument.Parse(File.ReadAllText(Examples.FileNamed(file))).RootElement;
}
