using System.Text.RegularExpressions;

namespace RingFed.Learning.Data.Schemas;

/// <summary>Reads <c>os_years &gt; 0</c> and <c>blasts &lt;= cells</c> against the numeric columns of a schema.</summary>
internal static partial class ConstraintParser
{
    private const string Example = "Write a comparison such as `os_years > 0` or `a < b`";

    /// <summary>The constraint, or null after reporting why there is none.</summary>
    public static RowConstraint? Parse(string text, IReadOnlyList<ColumnSchema> columns, Action<string, string> error)
    {
        Match match = Pattern().Match(text);
        if (!match.Success)
        {
            error($"`{text}` is not a comparison", Example);
            return null;
        }

        int? left = Resolve(match.Groups["left"].Value, columns, error);
        string right = match.Groups["right"].Value;
        double constant = YamlFields.ParseNumber(right);
        int? rightColumn = double.IsFinite(constant) ? null : Resolve(right, columns, error);
        return left is null || (rightColumn is null && !double.IsFinite(constant))
            ? null
            : new RowConstraint(
                left.Value,
                SchemaWords.Operators[match.Groups["operator"].Value],
                rightColumn,
                rightColumn is null ? constant : 0,
                text.Trim());
    }

    private static int? Resolve(string name, IReadOnlyList<ColumnSchema> columns, Action<string, string> error)
    {
        for (int i = 0; i < columns.Count; i++)
        {
            if (columns[i].Name != name)
            {
                continue;
            }

            if (columns[i].Kind != ColumnKind.Categorical)
            {
                return i;
            }

            error($"`{name}` is categorical and has no order", "Compare numeric or binary columns");
            return null;
        }

        string? nearest = NearestName.Of(name, columns.Select(column => column.Name));
        error($"There is no column `{name}`", nearest is null ? "Name a column of this schema" : $"Write `{nearest}`");
        return null;
    }

    [GeneratedRegex(@"^\s*(?<left>[^\s<>=!]+)\s*(?<operator><=|>=|==|!=|=|<|>)\s*(?<right>[^\s<>=!]+)\s*$")]
    private static partial Regex Pattern();
}
