using System.Globalization;
using System.Text.RegularExpressions;
using RingFed.Daemon.Demo;
using RingFed.Federation.Topology;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>Writes the topology of a next epoch as an operator would: from the file of this one, with a few lines changed.</summary>
internal static partial class TopologyLines
{
    /// <summary>The file after this one, with these silos in this order.</summary>
    public static string Next(string text, params DemoSilo[] roster) => WithRoster(NextEpochText.Of(text, Read(text)), roster);

    /// <summary>The file after this one, which ends with that round.</summary>
    public static string NextUpTo(string text, int rounds) => RoundsLine().Replace(
        NextEpochText.Of(text, Read(text)), string.Create(CultureInfo.InvariantCulture, $"rounds: {rounds}"));

    /// <summary>The same file with another roster.</summary>
    public static string WithRoster(string text, params DemoSilo[] roster)
    {
        List<string> lines = [.. text.Split('\n')];
        int first = lines.FindIndex(IsSilo);
        lines.RemoveAll(IsSilo);
        lines.InsertRange(first, roster.Select(silo => $"  - {{ id: {silo.Id}, address: \"127.0.0.1:{silo.Port}\", key: \"{silo.Key}\" }}"));
        return string.Join('\n', lines);
    }

    public static FederationTopology Read(string text) => TopologyFile.Parse(text, "topology.yaml").Require();

    private static bool IsSilo(string line) => line.StartsWith("  - { id: ", StringComparison.Ordinal);

    [GeneratedRegex(@"rounds: \d+")]
    private static partial Regex RoundsLine();
}
