using System.Runtime.CompilerServices;
using RingFed.Federation.Topology;

namespace RingFed.Federation.Tests.Topology;

/// <summary>The example files of the repository, and small topologies as text.</summary>
internal static class Examples
{
    /// <summary>Only what a topology must say, for three silos.</summary>
    public const string Minimal = """
        federation: hemato-eu
        epoch: 1
        silos:
          - { id: a, address: "a.example:7443", key: "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }
          - { id: b, address: "b.example:7443", key: "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb" }
          - { id: c, address: "c.example:7443", key: "sha256:cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc" }
        model: { kind: ctgan, schema: s.yaml, seed: 7 }

        """;

    public static string Folder { get; } = Path.GetFullPath("../../../topology", ThisFolder());

    public static string FileNamed(string name) => Path.Combine(Folder, name);

    public static FederationTopology Load(string text) => TopologyFile.Parse(text, "t.yaml").Require();

    /// <summary>The text of the epoch after <see cref="Minimal"/>, which changes nothing else.</summary>
    public static string MinimalNext { get; } =
        Minimal.Replace("epoch: 1", $"epoch: 2\nprevious: {Load(Minimal).DigestText}", StringComparison.Ordinal);

    public static string Roster(int silos) => "federation: f\nepoch: 1\nmodel: { kind: ctgan, schema: s.yaml, seed: 7 }\nsilos:\n"
        + string.Concat(Enumerable.Range(1, silos).Select(i =>
            $"  - {{ id: s{i}, address: 'h{i}:1', key: 'sha256:{i:x64}' }}\n"));

    private static string ThisFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
