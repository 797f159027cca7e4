using RingFed.Learning.Data;

namespace RingFed.Learning.Tests.Evaluation;

/// <summary>Small cohorts written out by hand; NaN is missing.</summary>
internal sealed class CohortOf
{
    private readonly List<ColumnSchema> _schema = [];
    private readonly List<double[]> _columns = [];
    private readonly List<EndpointSchema> _endpoints = [];

    public static CohortOf Nothing => new();

    public CohortOf Numbers(string name, params double[] values) =>
        Add(new ColumnSchema { Name = name, Kind = ColumnKind.Continuous, Minimum = -1e6, Maximum = 1e6, MissingAllowed = true }, values);

    public CohortOf Flags(string name, params double[] values) => Add(Flag(name), values);

    public CohortOf Gene(string name, params double[] values) => Add(Flag(name) with { Group = ColumnGroup.Genes }, values);

    public CohortOf Categories(string name, string[] vocabulary, params double[] values) =>
        Add(new ColumnSchema { Name = name, Kind = ColumnKind.Categorical, Categories = vocabulary, MissingAllowed = true }, values);

    public CohortOf Endpoint(string name, double[] times, double[] events)
    {
        _endpoints.Add(new EndpointSchema(name, _columns.Count, _columns.Count + 1));
        return Numbers(name + "_time", times).Flags(name + "_event", events);
    }

    public Cohort Build() => new(
        new CohortSchema { Name = "test", Origin = CohortOrigin.Simulated, Columns = _schema, Endpoints = _endpoints }, [.. _columns]);

    private static ColumnSchema Flag(string name) =>
        new() { Name = name, Kind = ColumnKind.Binary, Maximum = 1, Categories = ["0", "1"], MissingAllowed = true };

    private CohortOf Add(ColumnSchema column, double[] values)
    {
        _schema.Add(column);
        _columns.Add(values);
        return this;
    }
}
