namespace RingFed.Learning.Data;

/// <summary>Which binary columns count as genes.</summary>
internal static class GenePanel
{
    /// <summary>
    /// Indices of the columns named, or of the binary columns of the schema's group <see cref="ColumnGroup.Genes"/>; an
    /// endpoint's event flag takes its endpoint's group, yet is never a gene. Empty where there are none.
    /// </summary>
    /// <exception cref="ArgumentException">A name is not a binary column of the schema.</exception>
    public static int[] Columns(CohortSchema schema, IReadOnlyList<string>? names)
    {
        if (names is not null)
        {
            return [.. names.Select(name => Named(schema, name))];
        }

        return InGroups(schema, [ColumnGroup.Genes]);
    }

    /// <summary>Genes and chromosomal abnormalities: the binary columns of both groups, in schema order.</summary>
    public static int[] Genomic(CohortSchema schema) => InGroups(schema, [ColumnGroup.Genes, ColumnGroup.Cytogenetics]);

    private static int[] InGroups(CohortSchema schema, string[] groups)
    {
        HashSet<int> events = [.. schema.Endpoints.Select(endpoint => endpoint.EventColumn)];
        return [.. Enumerable.Range(0, schema.Columns.Count)
            .Where(c => schema.Columns[c].Kind == ColumnKind.Binary && groups.Contains(schema.Columns[c].Group) && !events.Contains(c))];
    }

    private static int Named(CohortSchema schema, string name)
    {
        int index = schema.IndexOf(name);
        return index >= 0 && schema.Columns[index].Kind == ColumnKind.Binary
            ? index
            : throw new ArgumentException($"'{name}' is not a binary column of schema '{schema.Name}'; name binary columns as genes.", nameof(name));
    }
}
