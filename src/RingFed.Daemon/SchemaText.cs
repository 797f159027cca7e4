using RingFed.Learning.Data;
using RingFed.Learning.Data.Schemas;

namespace RingFed.Daemon;

/// <summary>How a schema's digest is written everywhere: as a topology's <c>model.schemaDigest</c> takes it.</summary>
internal static class SchemaText
{
    public static string DigestOf(CohortSchema schema) => "sha256:" + Convert.ToHexStringLower(SchemaDigest.Of(schema));
}
