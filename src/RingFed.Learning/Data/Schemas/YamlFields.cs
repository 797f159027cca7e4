using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace RingFed.Learning.Data.Schemas;

/// <summary>
/// The fields of one YAML mapping, read by name. Every wrong, missing or unknown field becomes an error with its line,
/// and reading goes on, so that all faults of a file are reported at once.
/// </summary>
internal sealed class YamlFields
{
    private readonly string _file;
    private readonly string _path;
    private readonly InputErrorList _errors;
    private readonly Dictionary<string, YamlNode> _nodes = [];

    public YamlFields(string file, string path, YamlMappingNode mapping, InputErrorList errors)
    {
        _file = file;
        _path = path;
        _errors = errors;
        Line = (int)mapping.Start.Line;
        foreach ((YamlNode key, YamlNode value) in mapping.Children)
        {
            _nodes[(key as YamlScalarNode)?.Value ?? ""] = value;
        }
    }

    /// <summary>Line on which the mapping starts.</summary>
    public int Line { get; }

    public bool Has(string name) => _nodes.ContainsKey(name);

    public int LineOf(string name) => _nodes.TryGetValue(name, out YamlNode? node) ? (int)node.Start.Line : Line;

    public void Error(string name, string message, string remedy) =>
        _errors.Add(_file, LineOf(name), PathOf(name), message, remedy);

    /// <summary>Reports every field outside <paramref name="known"/>, with the nearest known name.</summary>
    public void RefuseUnknown(string what, IReadOnlyList<string> known)
    {
        foreach (string name in _nodes.Keys.Where(name => !known.Contains(name)))
        {
            string? nearest = NearestName.Of(name, known.Where(candidate => !Has(candidate)));
            string remedy = nearest is null ? $"Remove it; {what} has {string.Join(", ", known)}" : $"Write `{nearest}`";
            Error(name, $"{what} has no field `{name}`", remedy);
        }
    }

    /// <summary>The text of a field, or null (reported when <paramref name="example"/> says that it is required).</summary>
    public string? Text(string name, string? example = null)
    {
        if (!_nodes.TryGetValue(name, out YamlNode? node))
        {
            if (example is not null)
            {
                Error(name, "The field is missing", $"Write `{name}: {example}`");
            }

            return null;
        }

        if (node is YamlScalarNode { Value: { Length: > 0 } text })
        {
            return text;
        }

        Error(name, "The field holds no text", $"Write `{name}: {example ?? "text"}`");
        return null;
    }

    /// <summary>A field that takes one of a few words.</summary>
    public T Choice<T>(string name, IReadOnlyDictionary<string, T> choices, T fallback, bool required = false)
    {
        string? text = Text(name, required ? string.Join(" | ", choices.Keys) : null);
        if (text is null || choices.TryGetValue(text, out T? value))
        {
            return text is null ? fallback : choices[text];
        }

        string? nearest = NearestName.Of(text, choices.Keys);
        Error(name, $"`{text}` is not one of {string.Join(", ", choices.Keys)}", $"Write `{name}: {nearest ?? choices.Keys.First()}`");
        return fallback;
    }

    public int? Integer(string name, int minimum, int maximum, string example)
    {
        if (Text(name, example) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            && value >= minimum && value <= maximum)
        {
            return value;
        }

        Error(name, $"`{text}` is not a whole number from {minimum} to {maximum}", $"Write `{name}: {example}`");
        return null;
    }

    /// <summary>Two ascending numbers, or null (reported).</summary>
    public (double Minimum, double Maximum)? Range(string name, string example)
    {
        List<string>? items = Items(name, example);
        if (items is null)
        {
            return null;
        }

        double[] limits = [.. items.Select(ParseNumber)];
        if (limits.Length == 2 && limits.All(double.IsFinite) && limits[0] < limits[1])
        {
            return (limits[0], limits[1]);
        }

        Error(name, "The range is not two numbers, the smaller first", $"Write `{name}: {example}`");
        return null;
    }

    /// <summary>A sequence of words, or null (reported when <paramref name="example"/> says that it is required).</summary>
    public List<string>? Items(string name, string? example)
    {
        if (!Has(name))
        {
            if (example is not null)
            {
                Error(name, "The field is missing", $"Write `{name}: {example}`");
            }

            return null;
        }

        if (_nodes[name] is YamlSequenceNode list && list.All(item => item is YamlScalarNode { Value.Length: > 0 }))
        {
            return [.. list.Select(item => ((YamlScalarNode)item).Value!)];
        }

        Error(name, "The field is not a list of words", $"Write `{name}: {example ?? "[a, b]"}`");
        return null;
    }

    /// <summary>A sequence of mappings, each with its own path; entries of another shape are reported and left out.</summary>
    public IEnumerable<YamlFields> Mappings(string name, string example)
    {
        if (!_nodes.TryGetValue(name, out YamlNode? node) || node is not YamlSequenceNode { Children.Count: > 0 } list)
        {
            Error(name, "The list is missing or empty", $"Write `{name}:` and below it `- {example}`");
            yield break;
        }

        for (int i = 0; i < list.Children.Count; i++)
        {
            string path = $"{PathOf(name)}[{i}]";
            if (list.Children[i] is YamlMappingNode mapping)
            {
                yield return new YamlFields(_file, path, mapping, _errors);
            }
            else
            {
                _errors.Add(_file, (int)list.Children[i].Start.Line, path, "The entry has no fields", $"Write `- {example}`");
            }
        }
    }

    /// <summary>The line of item <paramref name="index"/> in a sequence field.</summary>
    public int LineOfItem(string name, int index) => (int)((YamlSequenceNode)_nodes[name]).Children[index].Start.Line;

    public void ErrorAtItem(string name, int index, string message, string remedy) =>
        _errors.Add(_file, LineOfItem(name, index), $"{PathOf(name)}[{index}]", message, remedy);

    public string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    internal static double ParseNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;
}
