using System.Globalization;
using System.Text.Json;

namespace RingFed.Learning.Models;

/// <summary>Reads a model's options as a topology writes them: names and texts. All faults are kept and told at once.</summary>
internal sealed class OptionReader(string model, IReadOnlyDictionary<string, string> texts)
{
    private readonly SortedSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];

    public int Whole(string name, int fallback) => Read(name, fallback, "a whole number",
        text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value : null);

    public double Number(string name, double fallback) => Read(name, fallback, "a number",
        text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null);

    /// <summary>"true" or "false".</summary>
    public bool Flag(string name, bool fallback) => Read(name, fallback, "true or false", text => text == "true" ? true : text == "false" ? false : null);

    public string? Text(string name, string? fallback)
    {
        _known.Add(name);
        return texts.GetValueOrDefault(name, fallback!);
    }

    /// <summary>Names with commas between; empty where the option is not given.</summary>
    public IReadOnlyList<string> Names(string name) =>
        Text(name, "")!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>One of an enumeration's names with a small first letter.</summary>
    public T Word<T>(string name, T fallback)
        where T : struct, Enum =>
        Read<T>(name, fallback, $"one of {string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName))}",
            text => Enum.GetValues<T>().Where(value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()) == text).Cast<T?>().FirstOrDefault());

    /// <summary>To be called after every option was asked for: what nobody asked for is unknown.</summary>
    /// <exception cref="ArgumentException">With every fault.</exception>
    public void ThrowIfFaulty()
    {
        _faults.AddRange(texts.Keys.Where(name => !_known.Contains(name)).Order(StringComparer.Ordinal)
            .Select(name => $"{model} has no option '{name}'; it has {string.Join(", ", _known)}"));
        if (_faults.Count > 0)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, _faults.Select(fault => $"model.options: {fault}")));
        }
    }

    private T Read<T>(string name, T fallback, string kind, Func<string, T?> parse)
        where T : struct
    {
        _known.Add(name);
        if (!texts.TryGetValue(name, out string? text))
        {
            return fallback;
        }

        if (parse(text) is { } value)
        {
            return value;
        }

        _faults.Add($"'{name}' of {model} is '{text}', which is not {kind}");
        return fallback;
    }
}
