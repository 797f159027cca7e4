using System.Text.RegularExpressions;

namespace RingFed.Learning.Data.Schemas;

/// <summary>Turns the entries of <c>columns:</c> into flat columns and endpoints; an endpoint entry becomes two columns.</summary>
internal sealed partial class ColumnParser
{
    private const int DecimalsMax = 9;

    private readonly List<ColumnSchema> _columns = [];
    private readonly List<EndpointSchema> _endpoints = [];
    private readonly Dictionary<string, int> _lineByName = [];

    public IReadOnlyList<ColumnSchema> Columns => _columns;

    public IReadOnlyList<EndpointSchema> Endpoints => _endpoints;

    public void Add(YamlFields entry)
    {
        string kinds = string.Join(" | ", SchemaWords.FieldsByKind.Keys);
        string kind = entry.Text("kind", kinds) ?? "";
        if (!SchemaWords.FieldsByKind.TryGetValue(kind, out string[]? known))
        {
            if (kind.Length > 0)
            {
                string nearest = NearestName.Of(kind, SchemaWords.FieldsByKind.Keys) ?? "continuous";
                entry.Error("kind", $"`{kind}` is not one of {kinds}", $"Write `kind: {nearest}`");
            }

            return;
        }

        entry.RefuseUnknown(kind == "integer" || kind == SchemaWords.Endpoint ? $"an {kind} column" : $"a {kind} column", known);
        string name = Name(entry, "name", "age");
        if (kind == SchemaWords.Endpoint)
        {
            AddEndpoint(entry, name);
        }
        else
        {
            Claim(entry, "name", name);
            _columns.Add(Column(entry, kind, name));
        }
    }

    /// <summary>Reports the key column's name when it is also a value column.</summary>
    public void RefuseKey(YamlFields file, string key)
    {
        if (_lineByName.TryGetValue(key, out int line))
        {
            file.Error("key", $"`{key}` is also described as a value on line {line}", "Remove that entry: the key is never encoded");
        }
    }

    private static ColumnSchema Column(YamlFields entry, string kind, string name)
    {
        ColumnSchema column = new()
        {
            Name = name,
            Kind = Enum.Parse<ColumnKind>(kind, ignoreCase: true),
            Description = entry.Text("description") ?? "",
            Unit = entry.Text("unit") ?? "",
            Group = entry.Has("group") ? Name(entry, "group", ColumnGroup.Genes, "a group name") : ColumnGroup.Clinical,
            MissingAllowed = entry.Choice("missing", SchemaWords.Missing, false),
        };
        return column.Kind switch
        {
            ColumnKind.Binary => column with { Categories = ["0", "1"], Maximum = 1 },
            ColumnKind.Categorical => column with { Categories = Categories(entry) },
            ColumnKind.Integer => Numeric(entry, column, 0),
            _ => Numeric(entry, column, entry.Integer("decimals", 0, DecimalsMax, "1") ?? 0),
        };
    }

    private static ColumnSchema Numeric(YamlFields entry, ColumnSchema column, int decimals)
    {
        ColumnTransform transform = entry.Choice("transform", SchemaWords.Transforms, ColumnTransform.Identity);
        (double minimum, double maximum) = entry.Range("range", "[0, 100]") ?? (1, 2);
        if (transform == ColumnTransform.Log && minimum <= 0)
        {
            entry.Error("range", "A logarithm needs a range above 0", "Raise the minimum, or write `transform: log1p`");
        }

        if (transform == ColumnTransform.Log1p && minimum < 0)
        {
            entry.Error("range", "The transform log1p needs a range from 0 upwards", "Raise the minimum, or write `transform: identity`");
        }

        if (!HasDecimals(minimum, decimals) || !HasDecimals(maximum, decimals))
        {
            // Limits that survive rounding keep rounded values inside the range.
            entry.Error("range", $"The limits have more than {decimals} decimals", "Round the limits, or raise `decimals`");
        }

        return column with { Minimum = minimum, Maximum = maximum, Decimals = decimals, Transform = transform };
    }

    private static bool HasDecimals(double value, int decimals) => Math.Round(value, decimals) == value;

    private static List<string> Categories(YamlFields entry)
    {
        List<string> categories = entry.Items("categories", "[low, high]") ?? [];
        if (categories.Count == 1)
        {
            entry.Error("categories", "A vocabulary of one word says nothing", "List at least two categories, or remove the column");
        }

        for (int i = 0; i < categories.Count; i++)
        {
            if (categories.IndexOf(categories[i]) < i)
            {
                entry.ErrorAtItem("categories", i, $"`{categories[i]}` is listed twice", "Remove one");
            }
        }

        return categories;
    }

    private void AddEndpoint(YamlFields entry, string name)
    {
        string time = Name(entry, "time", "os_years");
        string flag = Name(entry, "event", "os_event");
        Claim(entry, "time", time);
        Claim(entry, "event", flag);
        ColumnSchema timeColumn = Column(entry, "continuous", time);
        if (timeColumn.Minimum <= 0)
        {
            entry.Error("range", "A survival time is above 0", "Write the shortest follow-up that can be told apart from none, such as 0.003 years");
        }

        if (_endpoints.Any(endpoint => endpoint.Name == name))
        {
            entry.Error("name", $"Another endpoint is called `{name}`", "Rename one of them");
        }

        _endpoints.Add(new EndpointSchema(name, _columns.Count, _columns.Count + 1));
        _columns.Add(timeColumn);
        _columns.Add(new ColumnSchema
        {
            Name = flag,
            Kind = ColumnKind.Binary,
            Categories = ["0", "1"],
            Maximum = 1,
            Group = timeColumn.Group,
            MissingAllowed = timeColumn.MissingAllowed,
        });
    }

    private static string Name(YamlFields entry, string field, string example, string what = "a column name")
    {
        string name = entry.Text(field, example) ?? "";
        if (name.Length > 0 && !NamePattern().IsMatch(name))
        {
            entry.Error(field, $"`{name}` is not {what}", "Use letters, digits, `_`, `-` and `.`, a letter first");
        }

        return name;
    }

    private void Claim(YamlFields entry, string field, string name)
    {
        if (name.Length > 0 && !_lineByName.TryAdd(name, entry.LineOf(field)))
        {
            entry.Error(field, $"The column `{name}` is already described on line {_lineByName[name]}", "Remove or rename one of them");
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_.-]*$")]
    private static partial Regex NamePattern();
}
