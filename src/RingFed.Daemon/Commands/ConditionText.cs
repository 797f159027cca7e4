using System.Globalization;
using RingFed.Learning.Data;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Commands;

/// <summary>
/// Conditions as people type them: <c>sex=female</c> for a category, <c>age=60..70</c>, <c>age&gt;=60</c> or
/// <c>age&lt;=70</c> for numbers. All of several hold.
/// </summary>
internal static class ConditionText
{
    /// <exception cref="CommandFailure">With one sentence for every condition that cannot be understood.</exception>
    public static IReadOnlyList<SampleCondition> Parse(IReadOnlyList<string> texts, CohortSchema schema)
    {
        List<SampleCondition> conditions = [];
        List<string> faults = [];
        foreach (string text in texts)
        {
            (SampleCondition? condition, string? fault) = ParseOne(text, schema);
            if (condition is not null)
            {
                conditions.Add(condition);
            }
            else
            {
                faults.Add($"condition '{text}': {fault}");
            }
        }

        return faults.Count == 0 ? conditions : throw new CommandFailure(ExitCodes.BadInput, faults);
    }

    private static (SampleCondition?, string?) ParseOne(string text, CohortSchema schema)
    {
        int at = text.IndexOfAny(['=', '<', '>']);
        if (at <= 0)
        {
            return (null, "write COLUMN=VALUE, COLUMN=LOW..HIGH, COLUMN>=LOW or COLUMN<=HIGH");
        }

        string name = text[..at].Trim();
        int column = schema.IndexOf(name);
        if (column < 0)
        {
            return (null, $"the schema has no column '{name}'; it has {string.Join(", ", schema.Columns.Select(c => c.Name))}");
        }

        string operation = text[at] == '=' ? "=" : at + 1 < text.Length && text[at + 1] == '=' ? text.Substring(at, 2) : text[at].ToString();
        string value = text[(at + operation.Length)..].Trim();
        return schema.Columns[column].IsDiscrete
            ? Category(schema.Columns[column], column, operation, value)
            : Range(schema.Columns[column], column, operation, value);
    }

    private static (SampleCondition?, string?) Category(ColumnSchema column, int index, string operation, string value)
    {
        int category = column.Categories.ToList().IndexOf(value);
        return operation != "=" ? (null, $"'{column.Name}' has categories: only '=' can be used")
            : category < 0 ? (null, $"'{column.Name}' has no category '{value}'; it has {string.Join(", ", column.Categories)}")
            : (new CategoryCondition(index, category), null);
    }

    private static (SampleCondition?, string?) Range(ColumnSchema column, int index, string operation, string value)
    {
        string[] ends = operation == "=" && value.Contains("..", StringComparison.Ordinal) ? value.Split("..", 2) : [value, value];
        if (!TryNumber(ends[0], out double low) || !TryNumber(ends[1], out double high))
        {
            return (null, $"'{value}' is no number and no range LOW..HIGH");
        }

        (low, high) = operation switch
        {
            "=" => (low, high),
            ">=" => (low, column.Maximum),
            "<=" => (column.Minimum, high),
            _ => (double.NaN, double.NaN),
        };
        return double.IsNaN(low) ? (null, $"'{operation}' is not known: use =, >= or <=")
            : low > high || low > column.Maximum || high < column.Minimum
                ? (null, $"the range is empty inside the schema's {column.Minimum.ToString(CultureInfo.InvariantCulture)}..{column.Maximum.ToString(CultureInfo.InvariantCulture)}")
            : (new RangeCondition(index, low, high), null);
    }

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
}
