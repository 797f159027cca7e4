using System.Text;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Topology;

/// <summary>
/// Reads the text of a draft: a topology file of the next epoch, as an operator or another silo hands it in. Its digest
/// names it, and is of what it says, so two texts may be one draft.
/// </summary>
public static class TopologyDraft
{
    // Strict: what is sent and stored must come back as the same text.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Why the text cannot travel; null when it can.</summary>
    public static string? Refusal(string text) => Fault(text) is var (line, problem, remedy) ? $"the draft {problem}{(line > 0 ? $" on line {line}" : "")}; {remedy}" : null;

    /// <summary>As <see cref="Read(string, string, FederationTopology)"/>, from a file.</summary>
    public static Loaded<FederationTopology> Load(string path, FederationTopology current)
    {
        FaultList faults = new(path);
        return ConfigText.Read(path, faults) is { } text ? Read(text, path, current, faults) : faults.Close<FederationTopology>(null);
    }

    /// <summary>Reads a draft against the running epoch: parsed, checked by <see cref="EpochStep"/>, its schema where the running file says.</summary>
    /// <param name="name">Named in faults, such as the file's path.</param>
    public static Loaded<FederationTopology> Read(string text, string name, FederationTopology current) =>
        Read(text, name, current, new FaultList(name));

    private static Loaded<FederationTopology> Read(string text, string name, FederationTopology current, FaultList faults)
    {
        Loaded<FederationTopology> parsed = TopologyFile.Parse(text, name);
        if (parsed.Value is not { } next)
        {
            return parsed;
        }

        ConfigMap? map = ConfigParser.Parse(text, new FaultList(name));
        foreach (EpochFault fault in EpochStep.Check(current, next))
        {
            faults.Add(LineOf(map, fault.Field.Split('.')), fault.Field, fault.Problem, fault.Remedy);
        }

        return faults.Close(EpochStep.Adopt(current, next));
    }

    /// <returns>Line of the field, or of the section that lacks it; 0 when the file lacks that too.</returns>
    private static int LineOf(ConfigMap? map, IEnumerable<string> path)
    {
        int line = 0;
        foreach (string name in path)
        {
            ConfigEntry? entry = map?.Entries.FirstOrDefault(entry => entry.Name == name);
            line = entry?.Line ?? line;
            map = entry?.Value as ConfigMap;
        }

        return line;
    }

    /// <returns>Line from 1, or 0 where the text as a whole is meant; null when nothing is wrong with it.</returns>
    internal static (int Line, string Problem, string Remedy)? Fault(string text)
    {
        try
        {
            int bytes = Utf8.GetByteCount(text);
            return bytes > WireCaps.TopologyTextBytesMax
                ? (0, $"has {bytes} bytes of text, and silos take at most {WireCaps.TopologyTextBytesMax} of one another", "shorten its comments")
                : TerminalText.FirstObeyed(text) is var (line, mark)
                    ? (line, $"holds {TerminalText.NameOf(mark)}, which a terminal obeys instead of showing it, and other silos' operators read this text", "remove it")
                    : null;
        }
        catch (EncoderFallbackException)
        {
            return (0, "holds half of a surrogate pair", "save it as UTF-8");
        }
    }
}
