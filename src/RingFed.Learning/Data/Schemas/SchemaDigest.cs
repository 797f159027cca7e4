namespace RingFed.Learning.Data.Schemas;

/// <summary>
/// SHA-256 over everything in a schema that silos must agree on. Descriptions, comments and layout of the file are for
/// people and do not count; groups do, because silos that group columns otherwise report other metrics under one name.
/// </summary>
public static class SchemaDigest
{
    private const string Tag = "ringfed-schema-2";

    /// <summary>32 bytes, equal at two silos exactly when their schemas mean the same.</summary>
    public static byte[] Of(CohortSchema schema) => new CanonicalBytes()
        .Text(Tag)
        .Text(schema.Name)
        .Text(SchemaWords.WordFor(SchemaWords.Origins, schema.Origin))
        .Text(schema.KeyColumn ?? "")
        .List(schema.Columns, WriteColumn)
        .List(schema.Endpoints, WriteEndpoint)
        .List(schema.Constraints, WriteConstraint)
        .Sha256();

    private static void WriteColumn(CanonicalBytes bytes, ColumnSchema column) => bytes
        .Text(column.Name)
        .Int32((int)column.Kind)
        .Text(column.Unit)
        .Number(column.Minimum)
        .Number(column.Maximum)
        .Int32(column.Decimals)
        .Int32((int)column.Transform)
        .List(column.Categories, (target, category) => target.Text(category))
        .Int32(column.MissingAllowed ? 1 : 0)
        .Text(column.Group);

    private static void WriteEndpoint(CanonicalBytes bytes, EndpointSchema endpoint) =>
        bytes.Text(endpoint.Name).Int32(endpoint.TimeColumn).Int32(endpoint.EventColumn);

    private static void WriteConstraint(CanonicalBytes bytes, RowConstraint constraint) => bytes
        .Int32(constraint.Left)
        .Int32((int)constraint.Operator)
        .Int32(constraint.Right ?? -1)
        .Number(constraint.Constant);
}
