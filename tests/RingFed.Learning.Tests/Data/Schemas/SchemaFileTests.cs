using RingFed.Learning.Data;
using RingFed.Learning.Data.Schemas;

namespace RingFed.Learning.Tests.Data.Schemas;

public sealed class SchemaFileTests
{
    private const string Sound = """
        name: small
        origin: simulated
        key: patient
        columns:
          - { name: age, kind: continuous, unit: years, range: [18, 110], decimals: 1 }
          - { name: platelets, kind: continuous, range: [1, 2000], decimals: 0, transform: log, missing: allowed }
          - { name: ecog, kind: integer, range: [0, 4] }
          - { name: fibrosis, kind: categorical, categories: [none, 'no', 'grade: 3', '1e5'] }
          - { name: KMT2A-PTD, kind: binary, missing: allowed, group: genes, description: 'mutated # not wild type' }
          - { name: os, kind: endpoint, time: os_years, event: os_event, unit: years, range: [0.003, 30], decimals: 3, group: follow-up }
        constraints:
          - os_years > 0
          - ecog<=age
        """;

    [Fact]
    public void Every_kind_of_column_is_read()
    {
        CohortSchema schema = SchemaFile.Parse(Sound, "small.yaml");

        Assert.Equal(["age", "platelets", "ecog", "fibrosis", "KMT2A-PTD", "os_years", "os_event"], schema.Columns.Select(column => column.Name));
        Assert.Equal(CohortOrigin.Simulated, schema.Origin);
        Assert.Equal("patient", schema.KeyColumn);
        Assert.Equal((18.0, 110.0, 1, "years"), (schema.Columns[0].Minimum, schema.Columns[0].Maximum, schema.Columns[0].Decimals, schema.Columns[0].Unit));
        Assert.Equal((ColumnTransform.Log, true), (schema.Columns[1].Transform, schema.Columns[1].MissingAllowed));
        Assert.Equal((ColumnKind.Integer, 0), (schema.Columns[2].Kind, schema.Columns[2].Decimals));
        Assert.Equal(["none", "no", "grade: 3", "1e5"], schema.Columns[3].Categories);
        Assert.Equal(["0", "1"], schema.Columns[4].Categories);
        Assert.Equal(["clinical", "clinical", "clinical", "clinical", "genes", "follow-up", "follow-up"], schema.Columns.Select(column => column.Group));
        Assert.Equal([new EndpointSchema("os", 5, 6)], schema.Endpoints);
        Assert.Equal(new RowConstraint(5, ComparisonOperator.Greater, null, 0, "os_years > 0"), schema.Constraints[0]);
        Assert.Equal(new RowConstraint(2, ComparisonOperator.LessOrEqual, 0, 0, "ecog<=age"), schema.Constraints[1]);
    }

    [Fact]
    public void A_written_schema_reads_back_with_the_same_digest_and_descriptions()
    {
        CohortSchema schema = SchemaFile.Parse(Sound, "small.yaml");

        string text = SchemaFile.Write(schema);
        CohortSchema again = SchemaFile.Parse(text, "again.yaml");

        Assert.Equal(SchemaDigest.Of(schema), SchemaDigest.Of(again));
        Assert.Equal(schema.Columns.Select(column => column.Description), again.Columns.Select(column => column.Description));
        Assert.Equal(schema.Columns.Select(column => column.Group), again.Columns.Select(column => column.Group));
        Assert.StartsWith("# SIMULATED", text, StringComparison.Ordinal);
        Assert.Equal(text, SchemaFile.Write(again));
    }

    [Fact]
    public void All_faults_of_a_file_are_reported_at_once_with_line_field_and_remedy()
    {
        const string text = """
            name: broken
            orign: simulated
            columns:
              - { name: age, kind: continous, range: [18, 110] }
              - { name: hb, kind: continuous, range: [20, 2], decimals: 1 }
              - { name: wbc, kind: continuous, range: [0, 500], decimals: 2, transform: log }
              - { name: sex, kind: categorical }
              - { name: hb, kind: binary, decimals: 2 }
              - { name: os, kind: endpoint, time: os_years, event: os_event, range: [0, 30], decimals: 3 }
              - just text
            constraints:
              - os_year > 0
              - sex > 1
              - nonsense
            """;

        InvalidInputException refusal = Assert.Throws<InvalidInputException>(() => SchemaFile.Parse(text, "broken.yaml"));

        (int, string)[] places = [.. refusal.Errors.Select(error => (error.Line, error.Field)).OrderBy(place => place)];
        Assert.Equal(
            [
                (1, "origin"), (2, "orign"), (4, "columns[0].kind"), (5, "columns[1].range"), (6, "columns[2].range"),
                (7, "columns[3].categories"), (8, "columns[4].decimals"), (8, "columns[4].name"), (9, "columns[5].range"),
                (10, "columns[6]"), (12, "constraints[0]"), (13, "constraints[1]"), (14, "constraints[2]"),
            ],
            places);
        Assert.Contains(refusal.Errors, error => error is { Field: "orign", Remedy: "Write `origin`" });
        Assert.Contains(refusal.Errors, error => error is { Field: "columns[0].kind", Remedy: "Write `kind: continuous`" });
        Assert.Contains(refusal.Errors, error => error is { Field: "constraints[0]", Remedy: "Write `os_years`" });
        Assert.Contains("broken.yaml:2: orign:", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name: a\n  origin: [", 2)]
    [InlineData("- a\n- b\n", 1)]
    [InlineData("", 1)]
    public void Text_that_is_not_a_mapping_is_refused_with_its_line(string text, int line)
    {
        InvalidInputException refusal = Assert.Throws<InvalidInputException>(() => SchemaFile.Parse(text, "x.yaml"));

        Assert.Equal(line, Assert.Single(refusal.Errors).Line);
    }

    [Fact]
    public void An_absent_file_is_one_sentence()
    {
        InvalidInputException refusal = Assert.Throws<InvalidInputException>(() => SchemaFile.Load("/nowhere/x.yaml"));

        Assert.Equal("/nowhere/x.yaml: There is no such file. Name an existing schema file.", refusal.Message);
    }

    [Fact]
    public void A_key_that_is_also_a_value_is_refused()
    {
        string text = Sound.Replace("key: patient", "key: age", StringComparison.Ordinal);

        InvalidInputException refusal = Assert.Throws<InvalidInputException>(() => SchemaFile.Parse(text, "x.yaml"));

        Assert.Equal(("key", 3), (Assert.Single(refusal.Errors).Field, refusal.Errors[0].Line));
    }

    [Theory]
    [InlineData("no", "no")]
    [InlineData("'null'", "null")]
    [InlineData("my-own_panel.2", "my-own_panel.2")]
    public void A_group_is_any_word_and_survives_writing(string written, string group)
    {
        CohortSchema schema = SchemaFile.Parse($"{{ name: a, origin: public, columns: [{{ name: x, kind: binary, group: {written} }}] }}", "a");

        Assert.Equal(group, schema.Columns[0].Group);
        Assert.Equal(group, SchemaFile.Parse(SchemaFile.Write(schema), "b").Columns[0].Group);
    }

    [Theory]
    [InlineData("two words", "`two words` is not a group name")]
    [InlineData("2", "`2` is not a group name")]
    [InlineData("[genes]", "The field holds no text")]
    [InlineData("{ name: genes }", "The field holds no text")]
    [InlineData("''", "The field holds no text")]
    public void A_group_that_is_no_word_is_refused_with_its_line(string written, string message)
    {
        string text = Sound.Replace("group: genes", $"group: {written}", StringComparison.Ordinal);

        InputError error = Assert.Single(Assert.Throws<InvalidInputException>(() => SchemaFile.Parse(text, "x.yaml")).Errors);

        Assert.Equal(("columns[4].group", 9, message), (error.Field, error.Line, error.Message));
    }

    [Fact]
    public void Saying_the_default_group_changes_nothing()
    {
        CohortSchema said = SchemaFile.Parse(Sound.Replace("decimals: 1 }", "decimals: 1, group: clinical }", StringComparison.Ordinal), "a");

        Assert.Equal(SchemaDigest.Of(SchemaFile.Parse(Sound, "b")), SchemaDigest.Of(said));
    }

    [Fact]
    public void The_digest_ignores_comments_and_descriptions_and_nothing_else()
    {
        byte[] digest = SchemaDigest.Of(SchemaFile.Parse(Sound, "a"));

        Assert.Equal(digest, SchemaDigest.Of(SchemaFile.Parse("# comment\n" + Sound.Replace("mutated", "changed", StringComparison.Ordinal), "b")));
        foreach ((string from, string to) in new[] { ("18,", "17,"), ("decimals: 1", "decimals: 2"), ("none", "absent"), ("os_years > 0", "os_years > 1"), ("simulated", "public"), ("group: genes", "group: clinical"), ("follow-up", "followup") })
        {
            Assert.NotEqual(digest, SchemaDigest.Of(SchemaFile.Parse(Sound.Replace(from, to, StringComparison.Ordinal), "c")));
        }
    }

    /// <summary>The hexadecimal digits were computed with Python's struct and hashlib from the described byte layout.</summary>
    [Fact]
    public void The_digest_of_a_known_schema_never_changes()
    {
        CohortSchema schema = SchemaFile.Parse("{ name: a, origin: public, columns: [{ name: x, kind: binary }] }", "a");

        Assert.Equal("310b225bdbfc390cdeda30be53e2cbe2807d686e9014df5d6760da5913a7ced5", Convert.ToHexStringLower(SchemaDigest.Of(schema)));
    }

    [Fact]
    public void The_example_in_the_topology_folder_loads()
    {
        CohortSchema schema = SchemaFile.Load(RepositoryRoot.File("topology", "example.schema.yaml"));

        Assert.Equal(7, schema.Columns.Count);
    }
}
