using RingFed.Learning.Data;

namespace RingFed.Learning.Evaluation;

/// <summary>A cohort reduced to some of its columns.</summary>
internal static class ColumnSelection
{
    /// <summary>The columns named, in that order. An endpoint stays when both of its columns do; constraints are left out.</summary>
    public static Cohort Select(this Cohort cohort, int[] columns)
    {
        CohortSchema schema = cohort.Schema with
        {
            Columns = [.. columns.Select(column => cohort.Schema.Columns[column])],
            Endpoints = [.. cohort.Schema.Endpoints
                .Select(endpoint => new EndpointSchema(endpoint.Name, Array.IndexOf(columns, endpoint.TimeColumn), Array.IndexOf(columns, endpoint.EventColumn)))
                .Where(endpoint => endpoint.TimeColumn >= 0 && endpoint.EventColumn >= 0)],
            Constraints = [],
        };
        return new Cohort(schema, [.. columns.Select(column => cohort.Column(column).ToArray())]);
    }
}
