using System.Buffers.Binary;
using RingFed.Learning.Data;

namespace RingFed.Daemon.Training.Sharing;

/// <summary>Synthetic rows as they travel: row after row, every column as little-endian float64, NaN for missing.</summary>
internal static class SharedRows
{
    /// <summary>More tell a receiver of a few thousand patients nothing new.</summary>
    public const int RowsMax = 10_000;

    /// <summary>Of all silos' payloads of a round together: half of what the ring lets travel at a time.</summary>
    internal const long BytesMax = 1L << 29;

    /// <summary>So many rows as the giver has patients, as far as those of all silos' payloads travel at a time.</summary>
    public static int CountOf(long records, int silos, CohortSchema schema)
    {
        long most = BytesMax / silos / BytesOf(1, schema);
        return (int)Math.Min(Math.Min(records, RowsMax), most);
    }

    /// <summary>Length of every silo's payload: those that give nothing send zeros.</summary>
    public static int BytesOf(int rows, CohortSchema schema) => rows * schema.Columns.Count * sizeof(double);

    public static byte[] Write(Cohort rows)
    {
        int columns = rows.Schema.Columns.Count;
        byte[] bytes = new byte[BytesOf(rows.Count, rows.Schema)];
        for (int cell = 0; cell < rows.Count * columns; cell++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(cell * sizeof(double)), rows[cell / columns, cell % columns]);
        }

        return bytes;
    }

    /// <summary>Rows that the schema allows; whatever else was sent is left out.</summary>
    public static Cohort Read(ReadOnlySpan<byte> bytes, CohortSchema schema)
    {
        int rows = bytes.Length / BytesOf(1, schema);
        double[][] columns = [.. schema.Columns.Select(_ => new double[rows])];
        List<int> sound = [];
        for (int row = 0; row < rows; row++)
        {
            bool isSound = true;
            for (int column = 0; column < columns.Length; column++)
            {
                double value = BinaryPrimitives.ReadDoubleLittleEndian(bytes[(((row * columns.Length) + column) * sizeof(double))..]);
                columns[column][row] = value;
                isSound &= IsAllowed(value, schema.Columns[column]);
            }

            if (isSound)
            {
                sound.Add(row);
            }
        }

        return new Cohort(schema, columns).Take([.. sound]);
    }

    private static bool IsAllowed(double value, ColumnSchema column) => column switch
    {
        _ when double.IsNaN(value) => column.MissingAllowed,
        { IsDiscrete: true } => double.IsInteger(value) && value >= 0 && value < column.Categories.Count,
        _ => value >= column.Minimum && value <= column.Maximum,
    };
}
