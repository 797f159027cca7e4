using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace RingFed.Federation.Topology;

/// <summary>
/// YAML text to <see cref="ConfigNode"/>s. A subset on purpose: one document, no anchors, aliases or tags, since those
/// let a short file mean a huge or self-containing one. Duplicate fields are reported, and the first is kept.
/// </summary>
public sealed class ConfigParser
{
    // The deepest field of any file of ours is at four.
    private const int DepthMax = 16;

    // In one section or list: eight times the largest roster. Checks among them take their square.
    private const int EntriesMax = 1024;

    private readonly Parser parser;
    private readonly FaultList faults;

    private ConfigParser(string text, FaultList faults)
    {
        parser = new Parser(new StringReader(text));
        this.faults = faults;
    }

    /// <returns>The document's fields; null after a fault that leaves nothing to read.</returns>
    public static ConfigMap? Parse(string text, FaultList faults)
    {
        ConfigParser self = new(text, faults);
        try
        {
            return self.ReadDocument();
        }
        catch (YamlException bad)
        {
            faults.Add((int)bad.Start.Line, "", $"is not YAML here: {bad.Message}", "mend the indentation, quotes or brackets");
            return null;
        }
        catch (Exception unread) when (unread is InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException or NullReferenceException or OverflowException)
        {
            // The YAML library gives up on some garbled texts with these, and texts come from other silos too.
            faults.Add((int)(self.parser.Current?.End.Line ?? 0), "", "is not YAML from about here on", "mend the indentation, quotes or brackets");
            return null;
        }
    }

    private ConfigMap? ReadDocument()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
        {
            faults.Add(1, "", "is empty", "start from the example beside the schema");
            return null;
        }

        ConfigNode root = ReadNode("", 0);
        parser.Consume<DocumentEnd>();
        if (parser.TryConsume<DocumentStart>(out DocumentStart? second))
        {
            faults.Add((int)second.Start.Line, "", "holds a second document", "keep one document a file");
        }

        if (root is ConfigMap map)
        {
            return map;
        }

        faults.Add(root.Line, "", "does not hold fields", "write `name: value` lines");
        return null;
    }

    private ConfigNode ReadNode(string field, int depth)
    {
        if (depth > DepthMax)
        {
            throw new YamlException(
                parser.Current!.Start, parser.Current.End, $"nested deeper than {DepthMax} levels");
        }

        if (parser.TryConsume<AnchorAlias>(out AnchorAlias? alias))
        {
            faults.Add((int)alias.Start.Line, field, "is an alias", "write the value out");
            return new ConfigScalar((int)alias.Start.Line, "", IsPlain: true);
        }

        if (parser.TryConsume<SequenceStart>(out SequenceStart? sequence))
        {
            return ReadList((int)sequence.Start.Line, field, depth);
        }

        if (parser.TryConsume<MappingStart>(out MappingStart? mapping))
        {
            return ReadMap((int)mapping.Start.Line, field, depth);
        }

        Scalar scalar = parser.Consume<Scalar>();
        return new ConfigScalar((int)scalar.Start.Line, Printable(scalar, field), scalar.Style == ScalarStyle.Plain);
    }

    /// <summary>Values are printed, in faults and in what a draft changes: an escape may not bring in what the text itself may not hold.</summary>
    private string Printable(Scalar scalar, string field)
    {
        if (!scalar.Value.EnumerateRunes().Any(TerminalText.IsObeyed))
        {
            return scalar.Value;
        }

        faults.Add((int)scalar.Start.Line, field, "holds a control or format character, or more than one line", "write it on one line, without such escapes");
        return string.Concat(scalar.Value.EnumerateRunes().Where(rune => !TerminalText.IsObeyed(rune)));
    }

    private ConfigList ReadList(int line, string field, int depth)
    {
        List<ConfigNode> items = [];
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            RequireRoom(items.Count);
            items.Add(ReadNode($"{field}[{items.Count}]", depth + 1));
        }

        return new ConfigList(line, items);
    }

    private ConfigMap ReadMap(int line, string field, int depth)
    {
        List<ConfigEntry> entries = [];
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            RequireRoom(entries.Count);
            ConfigNode key = ReadNode(field, depth + 1);
            string name = (key as ConfigScalar)?.Text ?? "";
            string path = field.Length == 0 ? name : $"{field}.{name}";
            ConfigEntry entry = new(key.Line, name, ReadNode(path, depth + 1));
            if (entries.Find(other => other.Name == name) is { } first)
            {
                faults.Add(key.Line, path, $"was given on line {first.Line} already", "keep one of the two");
                continue;
            }

            entries.Add(entry);
        }

        return new ConfigMap(line, entries);
    }

    private void RequireRoom(int entries)
    {
        if (entries == EntriesMax)
        {
            throw new YamlException(parser.Current!.Start, parser.Current.End, $"more than {EntriesMax} entries in one section or list");
        }
    }
}
