using RingFed.Learning.Data;

namespace RingFed.Learning.Evaluation.Fidelity;

/// <summary>Which binary columns count as genes.</summary>
internal static class GenePanel
{
    /// <summary>
    /// Indices of the columns named, or of every binary column that is not the event flag of an endpoint: a schema
    /// does not say which flags are mutations, and dependence among flags is wanted of all of them.
    /// </summary>
    /// <exception cref="ArgumentException">A name is not a binary column of the schema.</exception>
    public static int[] Columns(CohortSchema schema, IReadOnlyList<string>? names)
    {
        if (names is not null)
        {
            return [.. names.Select(name => Named(schema, name))];
        }

        HashSet<int> events = [.. schema.Endpoints.Select(endpoint => endpoint.EventColumn)];
        return [.. Enumerable.Range(0, schema.Columns.Count)
            .Where(c => schema.Columns[c].Kind == ColumnKind.Binary && !events.Contains(c))];
    }

    private static int Named(CohortSchema schema, string name)
    {
        int index = schema.IndexOf(name);
        return index >= 0 && schema.Columns[index].Kind == ColumnKind.Binary
            ? index
            : throw new ArgumentException($"'{name}' is not a binary column of schema '{schema.Name}'; name binary columns as genes.", nameof(name));
    }
}
