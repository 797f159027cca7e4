using RingFed.Learning.Data;
using RingFed.Learning.Data.Simulated;

namespace RingFed.Learning.Evaluation.Strata;

/// <summary>The IPSS-R category that a record's own values give, for schemas with the columns and words of <see cref="MdsSchema"/>.</summary>
internal static class IpssRRule
{
    private static readonly string[] _parts = [MdsSchema.Karyotype, "blasts", "haemoglobin", "platelets", "neutrophils"];

    /// <returns>Null where the schema lacks a column or knows other karyotypes; the rule gives null where a value is missing.</returns>
    public static Func<Cohort, int, int?>? For(CohortSchema schema)
    {
        int[] columns = [.. _parts.Select(schema.IndexOf)];
        if (columns.Contains(-1) || !schema.Columns[columns[0]].Categories.SequenceEqual(MdsKaryotypes.All.Select(karyotype => karyotype.Name)))
        {
            return null;
        }

        return (cohort, row) =>
        {
            double karyotype = cohort[row, columns[0]];
            double risk = double.IsNaN(karyotype) ? double.NaN : MdsKaryotypes.All[(int)karyotype].Risk;
            double score = IpssR.Score(risk, cohort[row, columns[1]], cohort[row, columns[2]], cohort[row, columns[3]], cohort[row, columns[4]]);
            return double.IsNaN(score) ? null : IpssR.Category(score);
        };
    }
}
