using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace RingFed.Federation.Topology;

/// <summary>
/// The text from which an operator writes the next epoch: the file of this one, its comments kept, with the epoch raised by
/// one and <c>previous</c> filled in.
/// </summary>
public static class NextEpochText
{
    /// <param name="text">Of a topology file without faults.</param>
    /// <param name="current">What it says.</param>
    /// <exception cref="InvalidDataException">The text is no file of <paramref name="current"/>, or no epoch may follow it.</exception>
    public static string Of(string text, FederationTopology current)
    {
        (Field epoch, Field? previous, bool isFlow) = Find(text);
        string number = (current.Epoch + 1L).ToString(CultureInfo.InvariantCulture);
        (Range At, string Text)[] edits = previous is { } line
            ? [(epoch.Value, number), (line.Value, current.DigestText)]
            : [(epoch.Value, number), Insertion(text, epoch, isFlow, $"previous: {current.DigestText}")];

        string next = text;
        foreach ((Range at, string put) in edits.OrderByDescending(edit => edit.At.Start.Value))
        {
            next = string.Concat(next.AsSpan(0, at.Start.Value), put, next.AsSpan(at.End.Value));
        }

        Loaded<FederationTopology> read = TopologyDraft.Read(next, "the next epoch", current);
        return read.IsValid ? next : throw new InvalidDataException(string.Join(Environment.NewLine, read.Faults));
    }

    /// <summary>A line of its own below the epoch's, or one place further in <c>{ braces }</c>.</summary>
    private static (Range At, string Text) Insertion(string text, Field epoch, bool isFlow, string field)
    {
        int after = epoch.Value.End.Value;
        if (isFlow)
        {
            return (after..after, $", {field}");
        }

        int lineEnd = text.IndexOf('\n', after);
        string newline = lineEnd > 0 && text[lineEnd - 1] == '\r' ? "\r\n" : "\n";
        string indent = new(' ', epoch.Column);
        return lineEnd < 0 ? (text.Length..text.Length, $"{newline}{indent}{field}{newline}") : ((lineEnd + 1)..(lineEnd + 1), $"{indent}{field}{newline}");
    }

    private static (Field Epoch, Field? Previous, bool IsFlow) Find(string text)
    {
        Parser parser = new(new StringReader(text));
        parser.Consume<StreamStart>();
        parser.Consume<DocumentStart>();
        bool isFlow = parser.Consume<MappingStart>().Style == MappingStyle.Flow;
        Dictionary<string, Field> found = [];
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            Scalar name = parser.Consume<Scalar>();
            ParsingEvent value = parser.Current!;
            found[name.Value] = new Field((int)name.Start.Column - 1, (int)value.Start.Index..(int)value.End.Index);
            parser.SkipThisAndNestedEvents();
        }

        return (found["epoch"], found.TryGetValue("previous", out Field previous) ? previous : null, isFlow);
    }

    /// <param name="Column">Of its name, from 0.</param>
    /// <param name="Value">Its value's characters in the text.</param>
    private readonly record struct Field(int Column, Range Value);
}
