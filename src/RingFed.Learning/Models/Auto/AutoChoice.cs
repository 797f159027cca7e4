using System.Globalization;
using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Encoding.Tokens;
using RingFed.Learning.Models.BayesianNetwork;
using RingFed.Learning.Models.Hybrid;
using RingFed.Learning.Models.VaeBgm;

namespace RingFed.Learning.Models.Auto;

/// <summary>
/// The model that <c>model: auto</c> stands for. Decided by schema and options alone, not by the ring's total: the plan of
/// rounds must be known before the first sum, and every silo must come to the same model whoever joins. A cohort that turns out
/// larger or smaller than expected keeps the model.
/// </summary>
/// <param name="Model">Name in the catalogue.</param>
/// <param name="Reason">One sentence for status and report.</param>
public sealed record AutoChoice(string Model, string Reason)
{
    public const string Name = "auto";

    /// <summary>
    /// Beyond so many patients a decoder learns of an endpoint what the network's proportional hazards leave out: on flchain
    /// (7,874, three silos alike, three splits) detection was .734 against .792, lower on each, C .809 against .807. That it pays
    /// from here on and on other cohorts is not shown. It falls back to the network column by column.
    /// </summary>
    public const int HybridRecordsMin = 5_000;

    /// <summary>Beyond so many patients a neural model has enough to learn from a table without endpoints.</summary>
    public const int NetworkRecordsMax = 20_000;

    /// <summary>Beyond so many cells the pairs of all columns are too large a sum: 8 MiB at 16 bytes a cell.</summary>
    public const long NetworkCellsMax = 1 << 19;

    public static AutoChoice Of(CohortSchema schema, AutoOptions options)
    {
        long cells = Cells([.. Units(schema)]);
        return cells > NetworkCellsMax
            ? Because(VaeBgmModel.Name, $"the tables of all pairs of {schema.Columns.Count} columns would have up to {cells} cells, more than {NetworkCellsMax}")
            : schema.Endpoints.Count > 0 && options.ExpectedRecords > HybridRecordsMin
            ? Because(HybridModel.Name, $"{options.ExpectedRecords} patients with an endpoint are expected, more than {HybridRecordsMin}: a decoder corrects the network where records held out at all silos are likelier with it")
            : options.ExpectedRecords > NetworkRecordsMax
            ? Because(VaeBgmModel.Name, $"{options.ExpectedRecords} patients are expected, more than {NetworkRecordsMax}, enough for a neural model")
            : Because(BayesianNetworkModel.Name, $"the cohort is one table, and {options.ExpectedRecords} patients are expected: a network of sums is exact, quick, and equals the pooled one");
    }

    private static AutoChoice Because(string model, FormattableString reason) =>
        new(model, $"{Name} chose {model}: {reason.ToString(CultureInfo.InvariantCulture)}.");

    /// <summary>Counts of each unit, and of each pair of units: what <see cref="PairTables"/> adds up.</summary>
    private static long Cells(long[] tokens)
    {
        long sum = tokens.Sum();
        return sum + (((sum * sum) - tokens.Sum(count => count * count)) / 2);
    }

    /// <summary>Tokens of each unit at most, as <see cref="BayesianNetworkOptions"/> has it by default: a column outside the endpoints, or an endpoint.</summary>
    private static IEnumerable<long> Units(CohortSchema schema)
    {
        HashSet<int> outcomes = [.. schema.Endpoints.SelectMany(endpoint => new[] { endpoint.TimeColumn, endpoint.EventColumn })];
        return schema.Columns.Where((_, column) => !outcomes.Contains(column)).Select(Tokens)
            .Concat(schema.Endpoints.Select(_ => (2L * EndpointUnit.TimeBins) + 1));
    }

    /// <summary>A numeric column has a bin and an atom for each part, and one more (<see cref="QuantileCuts"/>).</summary>
    private static long Tokens(ColumnSchema column) =>
        (column.IsDiscrete ? column.Categories.Count : (2 * new BayesianNetworkOptions().Bins) + 1) + (column.MissingAllowed ? 1 : 0);
}
