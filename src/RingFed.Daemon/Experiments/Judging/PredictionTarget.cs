using RingFed.Learning.Data;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Experiments.Judging;

/// <summary>What a predictor was asked to predict: its option <c>target</c>, or what it takes without it.</summary>
internal static class PredictionTarget
{
    private const string Option = "target";

    /// <exception cref="ArgumentException">The schema has no such endpoint.</exception>
    public static EndpointSchema EndpointOf(CohortSchema schema, ModelPlan model)
    {
        string? name = model.Options.GetValueOrDefault(Option);
        return schema.Endpoints.FirstOrDefault(endpoint => name is null || endpoint.Name == name)
            ?? throw new ArgumentException($"schema {schema.Name} has no endpoint{(name is null ? "" : $" `{name}`")} for {model.Name} to predict");
    }

    /// <returns>Index of a binary column.</returns>
    /// <exception cref="ArgumentException">None is named, or it is not binary.</exception>
    public static int ColumnOf(CohortSchema schema, ModelPlan model)
    {
        string? name = model.Options.GetValueOrDefault(Option);
        int column = name is null ? -1 : schema.IndexOf(name);
        return column >= 0 && schema.Columns[column].Kind == ColumnKind.Binary
            ? column
            : throw new ArgumentException($"{model.Name} needs the option target with a binary column of schema {schema.Name}, not `{name}`");
    }
}
