using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Encoding;

/// <summary>
/// Turns a cohort into rows of <see cref="TableLayout"/>. Numeric values by mode-specific normalisation (Xu et al. 2019,
/// section 4.2): the mode is drawn from the responsibilities, the value becomes (c - mean) / (4 sd), clipped to [-1, 1].
/// A missing value is a token of its own with value 0; nothing is imputed. An endpoint becomes one token of event and
/// time bin, and the place within the bin.
/// </summary>
public static class TableEncoder
{
    /// <param name="random">Draws the modes; the same seed gives the same rows.</param>
    /// <exception cref="ArgumentException">The cohort has another schema, or a value is missing where none may be.</exception>
    public static TableRows Encode(TableLayout layout, Cohort cohort, SeededRandom random)
    {
        if (cohort.Schema.Columns.Count != layout.Encoder.Schema.Columns.Count)
        {
            throw new ArgumentException("The cohort's schema is not the one that the encoder was fitted for.", nameof(cohort));
        }

        float[] values = new float[(long)cohort.Count * layout.Width];
        int[][] tokens = new int[layout.Blocks.Count][];
        for (int b = 0; b < tokens.Length; b++)
        {
            TableBlock block = layout.Blocks[b];
            TableColumn target = new(layout, block, values, tokens[b] = new int[cohort.Count]);
            switch (block.Encoding)
            {
                case ContinuousEncoding numeric:
                    EncodeNumeric(numeric, cohort, random, target);
                    break;
                case CategoricalEncoding categorical:
                    EncodeCategorical(cohort.Column(categorical.Column), target);
                    break;
                case EndpointEncoding endpoint:
                    EncodeEndpoint(endpoint, cohort, target);
                    break;
            }
        }

        return new TableRows(layout, cohort.Count, values, tokens);
    }

    private static void EncodeNumeric(ContinuousEncoding encoding, Cohort cohort, SeededRandom random, TableColumn target)
    {
        TableModes modes = new(encoding.Modes);
        ColumnTransform transform = cohort.Schema.Columns[encoding.Column].Transform;
        ReadOnlySpan<double> column = cohort.Column(encoding.Column);
        for (int row = 0; row < column.Length; row++)
        {
            if (double.IsNaN(column[row]))
            {
                target.SetMissing(row);
                continue;
            }

            double value = ColumnScale.Forward(transform, column[row]);
            int mode = modes.Draw(value, random);
            target.Set(row, mode, Math.Clamp((value - encoding.Modes[mode].Mean) / (4 * encoding.Modes[mode].StandardDeviation), -1, 1));
        }
    }

    private static void EncodeCategorical(ReadOnlySpan<double> column, TableColumn target)
    {
        for (int row = 0; row < column.Length; row++)
        {
            if (double.IsNaN(column[row]))
            {
                target.SetMissing(row);
            }
            else
            {
                target.Set(row, (int)column[row]);
            }
        }
    }

    private static void EncodeEndpoint(EndpointEncoding encoding, Cohort cohort, TableColumn target)
    {
        TableTimeBins bins = new(encoding.TimeBinEdges);
        ReadOnlySpan<double> times = cohort.Column(encoding.Endpoint.TimeColumn);
        ReadOnlySpan<double> events = cohort.Column(encoding.Endpoint.EventColumn);
        for (int row = 0; row < times.Length; row++)
        {
            if (double.IsNaN(times[row]) || double.IsNaN(events[row]))
            {
                target.SetMissing(row);
                continue;
            }

            int bin = bins.IndexOf(times[row]);
            target.Set(row, ((int)events[row] * bins.Count) + bin, bins.PlaceWithin(bin, times[row]));
        }
    }
}
