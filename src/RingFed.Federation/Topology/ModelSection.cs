using RingFed.Federation.Identity;

namespace RingFed.Federation.Topology;

/// <summary>Reads <c>model</c>.</summary>
internal static class ModelSection
{
    // Larger numbers lose digits in JSON and in float64, and a seed must be the same everywhere.
    private const long SeedMax = (1L << 53) - 1;

    public static ModelSettings Read(SectionReader section, string folder)
    {
        return new ModelSettings
        {
            Kind = RosterSection.ReadName(section, "kind", "ctgan") ?? "",
            SchemaPath = FilePaths.Required(section, "schema", "cohort.schema.yaml", folder),
            SchemaDigest = ReadSchemaDigest(section),
            Seed = section.Integer("seed", 0, SeedMax, null),
            Options = section.FreeMap("options"),
        };
    }

    private static string? ReadSchemaDigest(SectionReader section)
    {
        string? text = section.Text("schemaDigest");
        if (text is not null && SpkiDigest.Parse(text) is null)
        {
            section.Fault("schemaDigest", $"is '{text}'", "write sha256: and 64 lower-case hexadecimal digits, as `ringfed data check` prints them");
        }

        return text;
    }
}
