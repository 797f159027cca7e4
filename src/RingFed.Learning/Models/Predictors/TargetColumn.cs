using RingFed.Learning.Data;

namespace RingFed.Learning.Models.Predictors;

/// <summary>What a predictor is asked for, by the name in its options.</summary>
internal static class TargetColumn
{
    /// <summary>The endpoint named, or the schema's first.</summary>
    /// <exception cref="ArgumentException">There is none of that name, or none at all.</exception>
    public static EndpointSchema Endpoint(CohortSchema schema, string? name, string model) =>
        schema.Endpoints.FirstOrDefault(endpoint => name is null || endpoint.Name == name)
        ?? throw new ArgumentException(name is null
            ? $"{model}: the schema `{schema.Name}` has no endpoint to predict."
            : $"{model}: the schema `{schema.Name}` has no endpoint '{name}'; it has {Listed(schema.Endpoints.Select(endpoint => endpoint.Name))}.");

    /// <summary>Index of the binary column named.</summary>
    /// <exception cref="ArgumentException">None is named, or there is no binary column of that name.</exception>
    public static int Binary(CohortSchema schema, string? name, string model)
    {
        int column = name is null ? -1 : schema.IndexOf(name);
        return column >= 0 && schema.Columns[column].Kind == ColumnKind.Binary
            ? column
            : throw new ArgumentException($"{model}: option 'target' must name a binary column; the schema `{schema.Name}` has {Listed(schema.Columns.Where(candidate => candidate.Kind == ColumnKind.Binary).Select(candidate => candidate.Name))}.");
    }

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names.DefaultIfEmpty("none"));
}
