using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Schemas;

namespace RingFed.Daemon.Experiments.Cohorts;

/// <summary>Names the patients of an experiment, so that results on others are not taken for results on these.</summary>
internal static class CohortDigest
{
    public static string Of(CohortSilos silos)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, Cohort cohort) in silos.Silos.Select(silo => (silo.Silo, silo.Cohort)).Append(("/holdout", silos.Holdout ?? silos.Silos[0].Cohort.Take([]))))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} {cohort.Count} {SchemaText.DigestOf(cohort.Schema)}\n"));
            for (int column = 0; column < cohort.Schema.Columns.Count; column++)
            {
                hash.AppendData(MemoryMarshal.AsBytes(cohort.Column(column)));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
