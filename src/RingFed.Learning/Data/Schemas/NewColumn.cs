namespace RingFed.Learning.Data.Schemas;

/// <summary>Columns of schemas that are built in code.</summary>
internal static class NewColumn
{
    public static ColumnSchema Number(
        string name, string unit, double minimum, double maximum, int decimals,
        ColumnTransform transform = ColumnTransform.Identity, bool missing = false) => new()
        {
            Name = name,
            Kind = ColumnKind.Continuous,
            Unit = unit,
            Minimum = minimum,
            Maximum = maximum,
            Decimals = decimals,
            Transform = transform,
            MissingAllowed = missing,
        };

    public static ColumnSchema Whole(string name, string unit, double minimum, double maximum, bool missing = false) =>
        Number(name, unit, minimum, maximum, 0, missing: missing) with { Kind = ColumnKind.Integer };

    public static ColumnSchema Word(string name, IReadOnlyList<string> categories, bool missing = false) =>
        new() { Name = name, Kind = ColumnKind.Categorical, Categories = categories, MissingAllowed = missing };

    public static ColumnSchema Flag(string name, bool missing = false) =>
        new() { Name = name, Kind = ColumnKind.Binary, Categories = ["0", "1"], Maximum = 1, MissingAllowed = missing };
}
