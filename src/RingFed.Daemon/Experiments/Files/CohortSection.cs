using RingFed.Daemon.Experiments.Cohorts;
using RingFed.Federation.Topology;
using RingFed.Learning.Data.Simulated;

namespace RingFed.Daemon.Experiments.Files;

/// <summary>Reads <c>cohort</c>.</summary>
internal static class CohortSection
{
    private const int PatientsMin = 30;
    private static readonly string[] Sources = ["simulate", "public", "folder", "schema"];
    private static readonly string[] OfSimulated = ["patients", "sizes", "skew", "seed"];
    private static readonly string[] OfTables = ["tables", "holdout"];

    public static CohortPlan Read(SectionReader section, string folder)
    {
        string[] named = [.. Sources.Where(section.Has)];
        if (named.Length != 1)
        {
            section.Fault(
                named.Length == 0 ? "simulate" : named[1],
                named.Length == 0 ? "is missing, and so are public, folder and schema" : $"is given beside {named[0]}",
                "write one source: `simulate: mds`, `public: aml`, `folder: path`, or `schema: path` with tables");
        }

        RefuseOutOfPlace(section, OfSimulated, "simulate");
        RefuseOutOfPlace(section, OfTables, "schema");
        IReadOnlyList<int> sizes = [.. section.Integers("sizes", 1, MdsSimulationOptions.PatientsMax).Select(size => (int)size)];
        if (sizes.Count > 0 && section.Has("simulate") && section.Text("simulate") != SimulatedCohorts.OfSizes)
        {
            section.Fault("sizes", $"is not used by simulate: {section.Text("simulate")}", "write `patients` and a partition `by: sizes`");
        }

        return new CohortPlan
        {
            Simulate = section.Has("simulate") ? section.Choice("simulate", SimulatedCohorts.Names, SimulatedCohorts.Names[0]) : null,
            Patients = Patients(section, sizes),
            Sizes = sizes,
            Skew = section.Number("skew", 0, 1, .5),
            Seed = section.Integer("seed", 0, long.MaxValue, 1),
            Public = section.Has("public") ? section.Choice("public", PublicCohorts.Names, PublicCohorts.Names[0]) : null,
            Folder = section.Has("folder") ? FilePaths.Required(section, "folder", "../aml-prepared", folder) : null,
            Schema = section.Has("schema") ? FilePaths.Required(section, "schema", "cohort.schema.yaml", folder) : null,
            Tables = Paths(section, "tables", folder),
            Holdout = Paths(section, "holdout", folder),
        };
    }

    private static int Patients(SectionReader section, IReadOnlyList<int> sizes)
    {
        int patients = (int)section.Integer("patients", PatientsMin, MdsSimulationOptions.PatientsMax, sizes.Count > 0 ? Math.Max(PatientsMin, sizes.Sum()) : 4427);
        if (sizes.Count > 0 && sizes.Sum() != patients)
        {
            section.Fault("sizes", $"sum to {sizes.Sum()}, patients are {patients}", $"leave patients out, or write sizes of {PatientsMin} or more in all that sum to it");
        }

        return patients;
    }

    private static void RefuseOutOfPlace(SectionReader section, string[] fields, string source)
    {
        foreach (string field in fields.Where(field => section.Has(field) && !section.Has(source)))
        {
            section.Fault(field, $"belongs to `{source}`, which is not given", $"remove it, or write `{source}: ...`");
        }

        if (source == "schema" && section.Has("schema") && !section.Has("tables"))
        {
            section.Fault("tables", "is missing", "add `tables: [patients.csv]`, a table a silo");
        }
    }

    private static string[] Paths(SectionReader section, string field, string folder) =>
        [.. section.Texts(field).Select(text => FilePaths.Resolve(section, field, text, folder))];
}
