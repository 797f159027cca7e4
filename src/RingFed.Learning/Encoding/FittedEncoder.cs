using System.Text.Json.Serialization;
using RingFed.Learning.Data;

namespace RingFed.Learning.Encoding;

/// <summary>
/// What the ring agreed about a cohort's columns: a pure function of the schema and of ring totals, so that every
/// silo holds the same one. Turns columns into tensors (and back) together with the code in this folder.
/// </summary>
/// <param name="Records">Records in the sums it was fitted from.</param>
/// <param name="Columns">One encoding per encoded unit, in schema order; an endpoint's two columns form one unit.</param>
/// <param name="Digest">SHA-256 over the canonical bytes of all of the above; named in every envelope.</param>
public sealed record FittedEncoder(
    CohortSchema Schema,
    long Records,
    IReadOnlyList<ColumnEncoding> Columns,
    byte[] Digest);

/// <param name="Name">Column's name, or the endpoint's.</param>
/// <param name="MissingFraction">Share of records without a value, over the ring, in [0, 1]; 0 when fewer than k lack it.</param>
[JsonDerivedType(typeof(ContinuousEncoding), "continuous")]
[JsonDerivedType(typeof(CategoricalEncoding), "categorical")]
[JsonDerivedType(typeof(EndpointEncoding), "endpoint")]
public abstract record ColumnEncoding(string Name, double MissingFraction);

/// <summary>A numeric column: Gaussian mixture on the transformed scale, and the histogram it was fitted from.</summary>
/// <param name="Column">Index into the schema.</param>
/// <param name="BinEdges">Ascending edges on the transformed scale, one more than <paramref name="BinCounts"/>.</param>
/// <param name="BinCounts">Ring totals per bin after merging bins below k; each is 0 or at least k.</param>
public sealed record ContinuousEncoding(
    int Column,
    string Name,
    double MissingFraction,
    IReadOnlyList<MixtureMode> Modes,
    double[] BinEdges,
    long[] BinCounts) : ColumnEncoding(Name, MissingFraction);

/// <param name="Weight">Share of the component, in (0, 1]; sums to 1 over a column.</param>
/// <param name="Mean">On the transformed scale.</param>
/// <param name="StandardDeviation">On the transformed scale, &gt; 0.</param>
public readonly record struct MixtureMode(double Weight, double Mean, double StandardDeviation);

/// <summary>A categorical or binary column.</summary>
/// <param name="Counts">Ring totals per category of the schema; values below k are 0 and were added to no other cell.</param>
public sealed record CategoricalEncoding(
    int Column,
    string Name,
    double MissingFraction,
    long[] Counts) : ColumnEncoding(Name, MissingFraction);

/// <summary>
/// A survival endpoint: one token of event flag x time bin (token = event * bins + bin), uniform within the bin.
/// </summary>
/// <param name="TimeBinEdges">Ascending, in the time column's own unit; bins + 1 of them.</param>
/// <param name="Counts">
/// Ring totals per token, length 2 x bins; each is 0 or at least k. A smaller one was added to the next time bin of the
/// same flag.
/// </param>
public sealed record EndpointEncoding(
    EndpointSchema Endpoint,
    string Name,
    double MissingFraction,
    double[] TimeBinEdges,
    long[] Counts) : ColumnEncoding(Name, MissingFraction)
{
    /// <summary>
    /// Of the last time bin's censored records those whose follow-up ended at the declared maximum itself, and all of them
    /// where the others are fewer than k; 0 when they are fewer than k. They are an atom: nobody chose to leave then.
    /// </summary>
    public long EndCount { get; init; }
}
