using RingFed.Learning.Data;

namespace RingFed.Learning.Data.Schemas;

/// <summary>The words a schema file uses, in both directions.</summary>
internal static class SchemaWords
{
    public const string Endpoint = "endpoint";

    public static readonly IReadOnlyDictionary<string, CohortOrigin> Origins = new Dictionary<string, CohortOrigin>
    {
        ["clinical"] = CohortOrigin.Clinical,
        ["public"] = CohortOrigin.Public,
        ["simulated"] = CohortOrigin.Simulated,
    };

    public static readonly IReadOnlyDictionary<string, ColumnTransform> Transforms = new Dictionary<string, ColumnTransform>
    {
        ["identity"] = ColumnTransform.Identity,
        ["log"] = ColumnTransform.Log,
        ["log1p"] = ColumnTransform.Log1p,
    };

    public static readonly IReadOnlyDictionary<string, bool> Missing = new Dictionary<string, bool>
    {
        ["refused"] = false,
        ["allowed"] = true,
    };

    /// <summary>Fields of a column entry by its kind; every entry also has <c>name</c>, <c>kind</c> and the like.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> FieldsByKind = new Dictionary<string, string[]>
    {
        ["continuous"] = ["name", "kind", "description", "group", "missing", "unit", "range", "decimals", "transform"],
        ["integer"] = ["name", "kind", "description", "group", "missing", "unit", "range", "transform"],
        ["categorical"] = ["name", "kind", "description", "group", "missing", "categories"],
        ["binary"] = ["name", "kind", "description", "group", "missing"],
        [Endpoint] = ["name", "kind", "description", "group", "missing", "unit", "range", "decimals", "transform", "time", "event"],
    };

    public static readonly IReadOnlyDictionary<string, ComparisonOperator> Operators = new Dictionary<string, ComparisonOperator>
    {
        ["<"] = ComparisonOperator.Less,
        ["<="] = ComparisonOperator.LessOrEqual,
        ["="] = ComparisonOperator.Equal,
        ["=="] = ComparisonOperator.Equal,
        ["!="] = ComparisonOperator.NotEqual,
        [">="] = ComparisonOperator.GreaterOrEqual,
        [">"] = ComparisonOperator.Greater,
    };

    /// <summary>The word that stands for <paramref name="value"/>.</summary>
    public static string WordFor<T>(IReadOnlyDictionary<string, T> words, T value) =>
        words.First(pair => EqualityComparer<T>.Default.Equals(pair.Value, value)).Key;
}
