using System.Text.Json;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Schemas;

namespace RingFed.Learning.Tests.Data.Schemas;

/// <summary>Editors check with the JSON Schema, the daemon with the parser: both must know the same fields.</summary>
public sealed class JsonSchemaTests
{
    private static readonly JsonElement _root =
        JsonDocument.Parse(File.ReadAllText(RepositoryRoot.File("topology", "cohort.schema.json"))).RootElement;

    [Fact]
    public void Every_kind_has_the_fields_that_the_parser_knows()
    {
        JsonElement definitions = _root.GetProperty("definitions");

        foreach ((string kind, string[] fields) in SchemaWords.FieldsByKind)
        {
            IEnumerable<string> named = definitions.GetProperty(kind).GetProperty("properties").EnumerateObject().Select(field => field.Name);
            Assert.Equal(fields.Order(), named.Order());
        }
    }

    [Fact]
    public void The_words_for_origin_transform_and_missing_are_the_parsers()
    {
        JsonElement definitions = _root.GetProperty("definitions");

        Assert.Equal(SchemaWords.Origins.Keys.Order(), Words(_root.GetProperty("properties").GetProperty("origin")));
        Assert.Equal(SchemaWords.Transforms.Keys.Order(), Words(definitions.GetProperty("transform")));
        Assert.Equal(SchemaWords.Missing.Keys.Order(), Words(definitions.GetProperty("missing")));
    }

    [Fact]
    public void The_default_group_is_the_parsers() =>
        Assert.Equal(ColumnGroup.Clinical, _root.GetProperty("definitions").GetProperty("group").GetProperty("default").GetString());

    private static IEnumerable<string> Words(JsonElement field) =>
        field.GetProperty("enum").EnumerateArray().Select(word => word.GetString()!).Order();
}
