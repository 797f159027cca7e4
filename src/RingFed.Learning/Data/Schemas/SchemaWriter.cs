using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace RingFed.Learning.Data.Schemas;

/// <summary>Writes schema files, one line a column, in the order of the fields' documentation.</summary>
internal static partial class SchemaWriter
{
    public static string Write(CohortSchema schema)
    {
        StringBuilder text = new();
        if (schema.Origin == CohortOrigin.Simulated)
        {
            text.Append("# SIMULATED: no patient stands behind any row of this cohort.\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"name: {Quote(schema.Name)}\n");
        text.Append(CultureInfo.InvariantCulture, $"origin: {SchemaWords.WordFor(SchemaWords.Origins, schema.Origin)}\n");
        if (schema.KeyColumn is { } key)
        {
            text.Append(CultureInfo.InvariantCulture, $"key: {Quote(key)}\n");
        }

        text.Append("columns:\n");
        for (int i = 0; i < schema.Columns.Count; i++)
        {
            if (schema.Endpoints.All(endpoint => endpoint.EventColumn != i))
            {
                text.Append(CultureInfo.InvariantCulture, $"  - {{ {string.Join(", ", Entry(schema, i))} }}\n");
            }
        }

        if (schema.Constraints.Count > 0)
        {
            text.Append("constraints:\n");
            foreach (RowConstraint constraint in schema.Constraints)
            {
                text.Append(CultureInfo.InvariantCulture, $"  - {Quote(constraint.Text)}\n");
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Entry(CohortSchema schema, int index)
    {
        ColumnSchema column = schema.Columns[index];
        EndpointSchema? endpoint = schema.Endpoints.FirstOrDefault(candidate => candidate.TimeColumn == index);
        yield return $"name: {Quote(endpoint?.Name ?? column.Name)}";
        yield return $"kind: {(endpoint is null ? column.Kind.ToString().ToLowerInvariant() : SchemaWords.Endpoint)}";
        if (endpoint is not null)
        {
            yield return $"time: {Quote(column.Name)}";
            yield return $"event: {Quote(schema.Columns[endpoint.EventColumn].Name)}";
        }

        if (column.Unit.Length > 0)
        {
            yield return $"unit: {Quote(column.Unit)}";
        }

        foreach (string field in column.IsDiscrete ? Vocabulary(column) : Numbers(column))
        {
            yield return field;
        }

        if (column.MissingAllowed)
        {
            yield return "missing: allowed";
        }

        if (column.Group != ColumnGroup.Clinical)
        {
            yield return $"group: {Quote(column.Group)}";
        }

        if (column.Description.Length > 0)
        {
            yield return $"description: {Quote(column.Description)}";
        }
    }

    private static IEnumerable<string> Vocabulary(ColumnSchema column) =>
        column.Kind == ColumnKind.Binary ? [] : [$"categories: [{string.Join(", ", column.Categories.Select(Quote))}]"];

    private static IEnumerable<string> Numbers(ColumnSchema column)
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"range: [{column.Minimum:R}, {column.Maximum:R}]");
        if (column.Kind == ColumnKind.Continuous)
        {
            yield return $"decimals: {column.Decimals}";
        }

        if (column.Transform != ColumnTransform.Identity)
        {
            yield return $"transform: {SchemaWords.WordFor(SchemaWords.Transforms, column.Transform)}";
        }
    }

    /// <summary>Words that YAML readers could take for something else are quoted, `no` and `1e5` included.</summary>
    private static string Quote(string text) =>
        Plain().IsMatch(text) ? text : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    [GeneratedRegex("^(?!(?:y|n|yes|no|on|off|true|false|null)$)[A-Za-z][A-Za-z0-9_.+/-]*$", RegexOptions.IgnoreCase)]
    private static partial Regex Plain();
}
