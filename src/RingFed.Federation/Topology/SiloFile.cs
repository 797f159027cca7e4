using System.Net;

namespace RingFed.Federation.Topology;

/// <summary>Reads a silo's local configuration: all of it, or everything that is wrong with it.</summary>
public static class SiloFile
{
    public static Loaded<SiloSettings> Load(string path)
    {
        FaultList faults = new(path);
        return ConfigText.Read(path, faults) is { } text
            ? Read(text, Path.GetDirectoryName(Path.GetFullPath(path))!, faults)
            : faults.Close<SiloSettings>(null);
    }

    /// <param name="text">YAML.</param>
    /// <param name="path">Named in faults; its folder is where relative paths start.</param>
    public static Loaded<SiloSettings> Parse(string text, string path) =>
        Read(text, Path.GetDirectoryName(Path.GetFullPath(path))!, new FaultList(path));

    private static Loaded<SiloSettings> Read(string text, string folder, FaultList faults)
    {
        if (ConfigParser.Parse(text, faults) is not { } map)
        {
            return faults.Close<SiloSettings>(null);
        }

        SectionReader root = new(map, "", SiloFields.Root, faults);
        return faults.Close(new SiloSettings
        {
            Silo = RosterSection.ReadName(root, "silo", "bologna") ?? "",
            TopologyPath = FilePaths.Required(root, "topology", "topology.yaml", folder),
            Identity = ReadIdentity(root.Section("identity", SiloFields.Identity), folder),
            Cohort = ReadCohort(root.Section("cohort", SiloFields.Cohort), folder),
            StateDirectory = FilePaths.Required(root, "state", "state", folder),
            Listen = ReadListen(root),
            Proxy = ReadProxy(root),
            MemoryBudgetBytes = ReadMemory(root),
        });
    }

    private static IdentityPaths ReadIdentity(SectionReader section, string folder) => new(
        FilePaths.Required(section, "key", "silo.key.pem", folder),
        FilePaths.Required(section, "certificate", "silo.cert.pem", folder),
        FilePaths.Required(section, "authority", "authority.cert.pem", folder),
        section.Text("revoked") is { } revoked ? FilePaths.Resolve(section, "revoked", revoked, folder) : null);

    private static CohortPaths ReadCohort(SectionReader section, string folder)
    {
        IReadOnlyList<string> files = section.Texts("files");
        if (files.Count == 0)
        {
            section.Fault("files", "names no file", "list the CSV files of the cohort: `files: [ patients.csv ]`");
        }

        return new CohortPaths(
            FilePaths.Required(section, "schema", "cohort.schema.yaml", folder),
            [.. files.Select(file => FilePaths.Resolve(section, "files", file, folder))]);
    }

    private static long ReadMemory(SectionReader root)
    {
        string? text = root.Text("memory");
        long? bytes = text is null ? SiloSettings.MemoryBudgetDefault : ByteCounts.Parse(text);
        if (bytes is null)
        {
            root.Fault("memory", $"is '{text}'", $"write {ByteCounts.Form}");
        }

        return bytes ?? SiloSettings.MemoryBudgetDefault;
    }

    private static SiloAddress? ReadProxy(SectionReader root)
    {
        string? text = root.Text("proxy");
        SiloAddress? proxy = text is null ? null : SiloAddress.Parse(text);
        if (text is not null && proxy is null)
        {
            root.Fault("proxy", $"is '{text}'", "write host:port of an HTTP proxy, such as proxy.bologna.example:3128, without http:// or credentials");
        }

        return proxy;
    }

    // An IP address on purpose: a name could resolve to another interface tomorrow.
    private static IPEndPoint? ReadListen(SectionReader root)
    {
        if (root.Text("listen") is not { } text)
        {
            return null;
        }

        if (SiloAddress.Parse(text) is { } address && IPAddress.TryParse(address.Host, out IPAddress? ip))
        {
            return new IPEndPoint(ip, address.Port);
        }

        root.Fault("listen", $"is '{text}'", "write ip:port, such as 0.0.0.0:7443 or [::]:7443");
        return null;
    }
}
