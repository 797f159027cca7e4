using System.Globalization;

namespace RingFed.Federation.Topology;

/// <summary>
/// Takes typed fields out of one section of a file. A bad field is reported and read as its default, so that reading
/// goes on and finds the others. Fields that no one may write are reported at the start, with the nearest known name.
/// </summary>
public sealed class SectionReader
{
    private readonly string path;
    private readonly FieldSet known;
    private readonly FaultList faults;
    private readonly Dictionary<string, ConfigNode> fields;

    public SectionReader(ConfigMap map, string path, FieldSet known, FaultList faults)
    {
        Line = map.Line;
        this.path = path;
        this.known = known;
        this.faults = faults;
        fields = map.Entries.ToDictionary(entry => entry.Name, entry => entry.Value);
        ReportUnknown(map);
    }

    /// <summary>Line on which the section starts.</summary>
    public int Line { get; }

    public string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";

    public bool Has(string name) => Find(name) is not null;

    /// <summary>Line of a field; the section's own when it is absent.</summary>
    public int LineOf(string name) => Find(name)?.Line ?? Line;

    public void Fault(string name, string problem, string remedy) =>
        faults.Add(LineOf(name), PathOf(name), problem, remedy);

    /// <summary>Text of a field that must be there.</summary>
    /// <param name="example">Completes "add `name: ...`".</param>
    public string? RequiredText(string name, string example)
    {
        if (!Has(name))
        {
            Fault(name, "is missing", $"add `{name}: {example}`");
            return null;
        }

        return Text(name);
    }

    /// <summary>Text of a field; null when it is absent or, with a fault, not a single value.</summary>
    public string? Text(string name)
    {
        switch (Find(name))
        {
            case null:
                return null;
            case ConfigScalar scalar:
                return scalar.Text;
            default:
                Fault(name, "is not a single value", $"write `{name}: value`");
                return null;
        }
    }

    public long Integer(string name, long min, long max, long? byDefault)
    {
        if (byDefault is null && !Has(name))
        {
            Fault(name, "is missing", $"add `{name}: ` and a whole number from {min} to {max}");
            return min;
        }

        if (Text(name) is not { } text)
        {
            return byDefault ?? min;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            && value >= min && value <= max)
        {
            return value;
        }

        Fault(name, $"is '{text}'", $"write a whole number from {min} to {max}");
        return byDefault ?? min;
    }

    /// <summary>A finite number; the default when the field is absent or, with a fault, something else.</summary>
    public double Number(string name, double min, double max, double byDefault)
    {
        if (Text(name) is not { } text)
        {
            return byDefault;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= min && value <= max)
        {
            return value;
        }

        Fault(name, $"is '{text}'", string.Create(CultureInfo.InvariantCulture, $"write a number from {min} to {max}"));
        return byDefault;
    }

    /// <summary>A list of whole numbers.</summary>
    public IReadOnlyList<long> Integers(string name, long min, long max)
    {
        List<long> values = [];
        foreach (string text in Texts(name))
        {
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= min && value <= max)
            {
                values.Add(value);
            }
            else
            {
                Fault(name, $"holds '{text}'", $"write whole numbers from {min} to {max}");
            }
        }

        return values;
    }

    public TimeSpan? Duration(string name, TimeSpan min, TimeSpan max)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        TimeSpan? value = Durations.Parse(text);
        if (value is null)
        {
            Fault(name, $"is '{text}'", $"write {Durations.Form}");
        }
        else if (value < min || value > max)
        {
            Fault(name, $"is {text}", $"write {Durations.Format(min)} to {Durations.Format(max)}");
            return null;
        }

        return value;
    }

    public bool Flag(string name, bool byDefault)
    {
        string? text = Text(name);
        if (text is not (null or "true" or "false"))
        {
            Fault(name, $"is '{text}'", "write true or false");
        }

        return text is null ? byDefault : text == "true";
    }

    /// <summary>One of several words.</summary>
    /// <param name="later">Words that are agreed but that this version does not do, each with what to write today.</param>
    public string Choice(
        string name, IReadOnlyList<string> words, string byDefault, IReadOnlyDictionary<string, string>? later = null)
    {
        string text = Text(name) ?? byDefault;
        if (words.Contains(text))
        {
            return text;
        }

        if (later is not null && later.TryGetValue(text, out string? today))
        {
            Fault(name, $"is '{text}', which this version does not do yet", today);
        }
        else
        {
            string? nearest = NearestName.Of(text, words);
            Fault(name, $"is '{text}'", nearest is null ? $"write one of {string.Join(", ", words)}" : $"did you mean {nearest}?");
        }

        return byDefault;
    }

    /// <summary>A section below this one; an empty one when it is absent, so that its defaults apply.</summary>
    public SectionReader Section(string name, FieldSet fieldSet)
    {
        ConfigNode? node = Find(name);
        if (node is not (null or ConfigMap))
        {
            Fault(name, "is not a section", $"write `{name}: {{ {fieldSet.Names[0]}: ... }}`");
        }

        ConfigMap map = node as ConfigMap ?? new ConfigMap(node?.Line ?? Line, []);
        return new SectionReader(map, PathOf(name), fieldSet, faults);
    }

    /// <summary>A list of sections.</summary>
    public IReadOnlyList<SectionReader> Sections(string name, FieldSet fieldSet)
    {
        List<SectionReader> sections = [];
        foreach ((ConfigNode item, int index) in Items(name).Select((item, index) => (item, index)))
        {
            string itemPath = $"{PathOf(name)}[{index}]";
            if (item is ConfigMap map)
            {
                sections.Add(new SectionReader(map, itemPath, fieldSet, faults));
            }
            else
            {
                faults.Add(item.Line, itemPath, "is not a section", $"write `- {{ {fieldSet.Names[0]}: ... }}`");
            }
        }

        return sections;
    }

    /// <summary>A list of single values.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        List<string> texts = [];
        foreach (ConfigNode item in Items(name))
        {
            if (item is ConfigScalar { IsEmpty: false } scalar)
            {
                texts.Add(scalar.Text);
            }
            else
            {
                faults.Add(item.Line, $"{PathOf(name)}[{texts.Count}]", "is not a single value", "write `- value`");
            }
        }

        return texts;
    }

    /// <summary>A section with names of its writer's choice and single values.</summary>
    public IReadOnlyDictionary<string, string> FreeMap(string name)
    {
        SortedDictionary<string, string> values = new(StringComparer.Ordinal);
        if (Find(name) is not (null or ConfigMap))
        {
            Fault(name, "is not a section", $"write `{name}: {{ name: value }}`");
        }

        foreach (ConfigEntry entry in (Find(name) as ConfigMap)?.Entries ?? [])
        {
            if (entry.Value is ConfigScalar scalar)
            {
                values[entry.Name] = scalar.Text;
            }
            else
            {
                faults.Add(entry.Line, $"{PathOf(name)}.{entry.Name}", "is not a single value", "write `name: value`");
            }
        }

        return values;
    }

    private IReadOnlyList<ConfigNode> Items(string name)
    {
        ConfigNode? node = Find(name);
        if (node is not (null or ConfigList))
        {
            Fault(name, "is not a list", "write one `- ...` a line");
        }

        return (node as ConfigList)?.Items ?? [];
    }

    private ConfigNode? Find(string name)
    {
        if (!known.Names.Contains(name))
        {
            throw new InvalidOperationException($"{name} is read but not listed among the fields of '{known.Section}'");
        }

        return fields.GetValueOrDefault(name) is { } node and not ConfigScalar { IsEmpty: true } ? node : null;
    }

    private void ReportUnknown(ConfigMap map)
    {
        foreach (ConfigEntry entry in map.Entries.Where(entry => !known.Names.Contains(entry.Name)))
        {
            if (known.Later.TryGetValue(entry.Name, out string? today))
            {
                faults.Add(entry.Line, PathOf(entry.Name), "is for a later version", today);
                continue;
            }

            string? nearest = NearestName.Of(entry.Name, known.Names);
            faults.Add(
                entry.Line,
                PathOf(entry.Name),
                "is not a known field",
                nearest is null ? $"known here: {string.Join(", ", known.Names)}" : $"did you mean {nearest}?");
        }
    }
}
