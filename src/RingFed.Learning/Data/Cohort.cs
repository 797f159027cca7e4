namespace RingFed.Learning.Data;

/// <summary>
/// A silo's patients, column by column. Values are float64: the number itself for continuous and integer columns,
/// the index into <see cref="ColumnSchema.Categories"/> for categorical and binary ones, NaN where missing.
/// Never modified after construction.
/// </summary>
public sealed class Cohort
{
    private readonly double[][] _columns;

    /// <exception cref="ArgumentException">Columns differ in length or number from the schema's.</exception>
    public Cohort(CohortSchema schema, double[][] columns)
    {
        if (columns.Length != schema.Columns.Count)
        {
            throw new ArgumentException($"The schema has {schema.Columns.Count} columns, {columns.Length} were given.", nameof(columns));
        }

        Count = columns.Length == 0 ? 0 : columns[0].Length;
        if (columns.Any(column => column.Length != Count))
        {
            throw new ArgumentException("All columns of a cohort have the same number of rows.", nameof(columns));
        }

        Schema = schema;
        _columns = columns;
    }

    public CohortSchema Schema { get; }

    /// <summary>Number of patients (rows).</summary>
    public int Count { get; }

    public ReadOnlySpan<double> Column(int index) => _columns[index];

    public double this[int row, int column] => _columns[column][row];

    /// <summary>The rows named by <paramref name="rows"/>, in that order; indices may repeat.</summary>
    public Cohort Take(ReadOnlySpan<int> rows)
    {
        double[][] taken = new double[_columns.Length][];
        for (int c = 0; c < taken.Length; c++)
        {
            double[] source = _columns[c];
            double[] target = taken[c] = new double[rows.Length];
            for (int r = 0; r < rows.Length; r++)
            {
                target[r] = source[rows[r]];
            }
        }

        return new Cohort(Schema, taken);
    }

    /// <summary>Rows of all cohorts one after another; the schemas must be the same.</summary>
    public static Cohort Concatenate(IReadOnlyList<Cohort> cohorts)
    {
        double[][] joined = new double[cohorts[0].Schema.Columns.Count][];
        for (int c = 0; c < joined.Length; c++)
        {
            joined[c] = [.. cohorts.SelectMany(cohort => cohort._columns[c])];
        }

        return new Cohort(cohorts[0].Schema, joined);
    }
}
