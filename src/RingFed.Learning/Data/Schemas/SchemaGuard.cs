namespace RingFed.Learning.Data.Schemas;

/// <summary>Decides which cohorts may take part in sums that are not masked.</summary>
public static class SchemaGuard
{
    /// <summary>Refuses sums in the clear for everything but simulated and public cohorts. The daemon exits with code 2.</summary>
    /// <exception cref="PlainSumRefusedException">The schema says <c>origin: clinical</c>.</exception>
    public static void RequirePlainSumAllowed(CohortSchema schema)
    {
        if (schema.Origin is not (CohortOrigin.Simulated or CohortOrigin.Public))
        {
            throw new PlainSumRefusedException(
                $"The schema `{schema.Name}` says `origin: clinical`: statistics of real patients leave a silo only inside masked sums. "
                + "Choose a masked sum in the topology, or, if no patient stands behind the records, write `origin: simulated` or `origin: public`.");
        }
    }
}

/// <summary>A sum in the clear was asked for a cohort whose records belong to patients. No retry can help.</summary>
public sealed class PlainSumRefusedException(string message) : Exception(message);
