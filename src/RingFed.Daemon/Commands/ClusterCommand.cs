using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using RingFed.Learning.Data.Csv;
using RingFed.Learning.Models.Clustering;

namespace RingFed.Daemon.Commands;

/// <summary><c>ringfed cluster</c>: what groups of patients the ring found in binary genomics, and who belongs to which.</summary>
internal static class ClusterCommand
{
    public static Command Create()
    {
        Option<FileInfo> silo = CommonOptions.SiloFile();
        Option<FileInfo[]> data = new("--data") { Description = "CSVs of patients, one a site: their shares stand beside the ring's.", AllowMultipleArgumentsPerToken = true };
        Option<FileInfo?> output = PatientOptions.Out("a key, its component's number and its name a line; needs one --data");
        Option<bool> json = CommonOptions.Json();
        Command command = new("cluster", "Show the ring's clusters of patients by mutated genes (hierarchical-mixture): leading genes, shares, and who belongs to which.")
        {
            silo, data, output, json,
        };
        command.SetAction((parsed, stop) => Task.Run(() =>
        {
            FileInfo[] files = parsed.GetValue(data) ?? [];
            FileInfo? target = parsed.GetValue(output);
            if (target is not null && files.Length != 1)
            {
                throw new CommandFailure(ExitCodes.BadInput, $"--out takes the patients of one file, and --data names {files.Length}");
            }

            if (target is not null)
            {
                PatientOptions.RequireUse(files[0], [target.FullName], check: false);
            }

            using ModelInUse<HierarchicalMixture> opened = ModelInUse<HierarchicalMixture>.Open(
                parsed.GetValue(silo)!.FullName, "has no components: 'hierarchical-mixture' has", parsed.InvocationConfiguration.Error);
            GeneComponents components = opened.Model.Components!;
            (string Site, PatientFile Patients, int[] Assigned)[] sites = [.. files.Zip(PatientOptions.SiteNames(files), (file, site) =>
            {
                PatientFile patients = PatientOptions.Read(opened.Schema, file);
                return (site, patients, components.Assign(patients.Cohort));
            })];
            if (target is not null)
            {
                Write(components, sites[0].Patients, sites[0].Assigned, target.FullName);
            }

            ClusterReport report = ClusterReport.Of(components, [.. sites.Select(site => (site.Site, site.Assigned))], target?.FullName);
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(report, ClusterJsonContext.Default.ClusterReport)
                : string.Join(Environment.NewLine, report.Lines()));
            return ExitCodes.Success;
        }, stop));
        return command;
    }

    private static void Write(GeneComponents components, PatientFile patients, int[] assigned, string path) => patients.WriteBeside(
        [
            ("component", [.. assigned.Select(component => component == GeneComponents.Unassigned ? "NA" : (component + 1).ToString(CultureInfo.InvariantCulture))]),
            ("name", [.. assigned.Select(component => component == GeneComponents.Unassigned ? "NA" : components.NameOf(component))]),
        ],
        path,
        "CLUSTERED: most probable component by Fisher's non-central hypergeometric distribution; NA without a known abnormality.");
}

/// <param name="Components">Largest first.</param>
/// <param name="Sites">What the shares at sites are of.</param>
/// <param name="File">Null where none was asked for.</param>
internal sealed record ClusterReport(IReadOnlyList<ClusterLine> Components, IReadOnlyList<ClusterSite> Sites, string? File)
{
    private const int GenesShown = 5;
    private const double GeneShareMin = .05;

    public static ClusterReport Of(GeneComponents components, IReadOnlyList<(string Site, int[] Assigned)> sites, string? file)
    {
        double all = components.Components.Sum(component => component.Patients);
        return new ClusterReport(
            [.. components.Components.Select((component, k) => new ClusterLine(
                k + 1,
                components.NameOf(k),
                Math.Round(component.Patients, 1),
                component.Patients / all,
                [.. sites.Select(site => ShareOf(site.Assigned, k))],
                Genes(components, k)))],
            [.. sites.Select(site => new ClusterSite(site.Site, site.Assigned.Length, site.Assigned.Count(component => component == GeneComponents.Unassigned)))],
            file);
    }

    public IEnumerable<string> Lines()
    {
        string[] header = ["#", "patients", "ring", .. Sites.Select(site => site.Site), "component", "genes carried by"];
        foreach (string line in TextColumns.Aligned([header, .. Components.Select(Cells)]))
        {
            yield return line;
        }

        foreach (ClusterSite site in Sites)
        {
            yield return $"{site.Site}: {site.Patients} patients, {site.Unassigned} without a known abnormality, who are in no component";
        }

        yield return "Patients and shares of the ring are of those with a known abnormality, means over the sampler's draws; carriers below 10 are told only together.";
        if (File is not null)
        {
            yield return $"assignments in {File}";
        }
    }

    private static double? ShareOf(int[] assigned, int component) =>
        assigned.Count(other => other != GeneComponents.Unassigned) is > 0 and var known ? (double)assigned.Count(other => other == component) / known : null;

    private static GeneShare[] Genes(GeneComponents components, int k) =>
    [
        .. components.Genes
            .Select((gene, g) => new GeneShare(gene, Math.Min(1, components.Components[k].Carriers[g] / components.Components[k].Patients)))
            .Where(gene => gene.Share >= GeneShareMin)
            .OrderByDescending(gene => gene.Share)
            .ThenBy(gene => gene.Gene, StringComparer.Ordinal)
            .Take(GenesShown),
    ];

    private static string[] Cells(ClusterLine line) =>
    [
        line.Number.ToString(CultureInfo.InvariantCulture),
        line.Patients.ToString("0", CultureInfo.InvariantCulture),
        Percent(line.RingShare),
        .. line.SiteShares.Select(share => share is { } known ? Percent(known) : "-"),
        line.Name,
        string.Join(", ", line.Genes.Select(gene => $"{gene.Gene} {Percent(gene.Share)}")),
    ];

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %");
}

/// <param name="Name">Leading genes: those of most excess over all patients.</param>
/// <param name="Patients">Of the ring.</param>
/// <param name="SiteShares">In the order of the sites; null where nobody there has a known abnormality.</param>
/// <param name="Genes">Those that most of its patients carry.</param>
internal sealed record ClusterLine(int Number, string Name, double Patients, double RingShare, IReadOnlyList<double?> SiteShares, IReadOnlyList<GeneShare> Genes);

internal sealed record GeneShare(string Gene, double Share);

internal sealed record ClusterSite(string Site, int Patients, int Unassigned);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ClusterReport))]
internal sealed partial class ClusterJsonContext : JsonSerializerContext;
