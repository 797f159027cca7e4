using RingFed.Learning.Data;

namespace RingFed.Learning.Encoding;

/// <summary>
/// Turns rows of <see cref="TableLayout"/> back into a cohort: the strongest token of each block (the rows are samples
/// already, so this is no argmax over probabilities), its value undone from the normalisation, rounded to the schema's
/// decimals and held inside its range.
/// </summary>
public sealed class TableDecoder(TableLayout layout)
{
    private readonly CohortSchema _schema = layout.Encoder.Schema;

    /// <param name="values">[rows, layout.Width] float32; scalars in [-1, 1]; of a block's tokens the largest counts.</param>
    public Cohort Decode(ReadOnlySpan<float> values, int rows)
    {
        double[][] columns = new double[_schema.Columns.Count][];
        for (int c = 0; c < columns.Length; c++)
        {
            columns[c] = new double[rows];
        }

        foreach (TableBlock block in layout.Blocks)
        {
            switch (block.Encoding)
            {
                case ContinuousEncoding numeric:
                    DecodeNumeric(numeric, block, values, columns[numeric.Column]);
                    break;
                case CategoricalEncoding categorical:
                    DecodeCategorical(block, values, columns[categorical.Column]);
                    break;
                case EndpointEncoding endpoint:
                    DecodeEndpoint(endpoint, block, values, columns[endpoint.Endpoint.TimeColumn], columns[endpoint.Endpoint.EventColumn]);
                    break;
            }
        }

        return new Cohort(_schema, columns);
    }

    private void DecodeNumeric(ContinuousEncoding encoding, TableBlock block, ReadOnlySpan<float> values, double[] column)
    {
        ColumnSchema schema = _schema.Columns[encoding.Column];
        for (int row = 0; row < column.Length; row++)
        {
            ReadOnlySpan<float> source = values.Slice(row * layout.Width, layout.Width);
            int token = Strongest(block, source);
            column[row] = token == block.MissingToken
                ? double.NaN
                : Settle(schema, ColumnScale.Inverse(schema.Transform, Undo(encoding.Modes[token], source[block.Scalar])));
        }
    }

    private void DecodeCategorical(TableBlock block, ReadOnlySpan<float> values, double[] column)
    {
        for (int row = 0; row < column.Length; row++)
        {
            int token = Strongest(block, values.Slice(row * layout.Width, layout.Width));
            column[row] = token == block.MissingToken ? double.NaN : token;
        }
    }

    private void DecodeEndpoint(EndpointEncoding encoding, TableBlock block, ReadOnlySpan<float> values, double[] times, double[] events)
    {
        TableTimeBins bins = new(encoding.TimeBinEdges);
        ColumnSchema schema = _schema.Columns[encoding.Endpoint.TimeColumn];
        for (int row = 0; row < times.Length; row++)
        {
            ReadOnlySpan<float> source = values.Slice(row * layout.Width, layout.Width);
            int token = Strongest(block, source);
            bool missing = token == block.MissingToken;
            events[row] = missing ? double.NaN : token / bins.Count;
            times[row] = missing ? double.NaN : Settle(schema, bins.TimeAt(token % bins.Count, source[block.Scalar]));
        }
    }

    private int Strongest(TableBlock block, ReadOnlySpan<float> row)
    {
        ReadOnlySpan<float> tokens = row.Slice(layout.Scalars + block.TokenStart, block.TokenCount);
        int best = 0;
        for (int token = 1; token < tokens.Length; token++)
        {
            best = tokens[token] > tokens[best] ? token : best;
        }

        return best;
    }

    private static double Undo(MixtureMode mode, float value) => mode.Mean + (4 * mode.StandardDeviation * value);

    private static double Settle(ColumnSchema schema, double value) =>
        Math.Clamp(Math.Round(value, schema.Decimals), schema.Minimum, schema.Maximum);
}
