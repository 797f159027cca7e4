using RingFed.Learning.Data;
using RingFed.Learning.Data.Schemas;

namespace RingFed.Learning.Encoding;

/// <summary>SHA-256 over the canonical bytes of an encoder; named in every envelope.</summary>
internal static class EncoderDigest
{
    private const string Tag = "ringfed-encoder-2";

    public static byte[] Of(CohortSchema schema, long records, IReadOnlyList<ColumnEncoding> columns) => new CanonicalBytes()
        .Text(Tag)
        .Raw(SchemaDigest.Of(schema))
        .Int64(records)
        .List(columns, WriteColumn)
        .Sha256();

    private static void WriteColumn(CanonicalBytes bytes, ColumnEncoding encoding)
    {
        bytes.Text(encoding.Name).Number(encoding.MissingFraction);
        switch (encoding)
        {
            case ContinuousEncoding continuous:
                bytes.Text("continuous").Int32(continuous.Column).List(continuous.Modes, WriteMode);
                bytes.List(continuous.BinEdges, WriteNumber).List(continuous.BinCounts, WriteCount);
                break;
            case CategoricalEncoding categorical:
                bytes.Text("categorical").Int32(categorical.Column).List(categorical.Counts, WriteCount);
                break;
            case EndpointEncoding endpoint:
                bytes.Text("endpoint").Int32(endpoint.Endpoint.TimeColumn).Int32(endpoint.Endpoint.EventColumn);
                bytes.List(endpoint.TimeBinEdges, WriteNumber).List(endpoint.Counts, WriteCount).Int64(endpoint.EndCount);
                break;
            default:
                throw new ArgumentException($"No canonical bytes are defined for {encoding.GetType().Name}.", nameof(encoding));
        }
    }

    private static void WriteMode(CanonicalBytes bytes, MixtureMode mode) =>
        bytes.Number(mode.Weight).Number(mode.Mean).Number(mode.StandardDeviation);

    private static void WriteNumber(CanonicalBytes bytes, double value) => bytes.Number(value);

    private static void WriteCount(CanonicalBytes bytes, long value) => bytes.Int64(value);
}
