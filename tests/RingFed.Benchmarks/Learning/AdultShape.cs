using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding;

namespace RingFed.Benchmarks.Learning;

/// <summary>
/// A made-up cohort of the sizes that UCI adult has once encoded: 26,048 rows, six numeric columns with 45 modes in all,
/// nine categorical ones with 104 categories; 155 numbers a row, 104 of them a condition. A training step costs what its
/// sizes say, so nothing of adult itself is needed.
/// </summary>
internal static class AdultShape
{
    public const int Rows = 26_048;

    private static readonly int[] _modes = [10, 8, 10, 5, 2, 10];
    private static readonly int[] _categories = [9, 16, 7, 15, 6, 5, 2, 42, 2];

    public static (FittedEncoder Encoder, Cohort Cohort) Make()
    {
        CohortSchema schema = new()
        {
            Name = "adult-shape",
            Origin = CohortOrigin.Simulated,
            Columns = [.. _modes.Select((_, i) => Numeric(i)), .. _categories.Select(Categorical)],
        };
        Cohort cohort = Draw(schema);
        ColumnEncoding[] columns =
        [
            .. _modes.Select((count, i) => new ContinuousEncoding(i, schema.Columns[i].Name, 0, Spread(count), [0, 100], [Rows])),
            .. _categories.Select((_, i) => Count(cohort, _modes.Length + i)),
        ];
        return (new FittedEncoder(schema, Rows, columns, new byte[32]), cohort);
    }

    private static ColumnSchema Numeric(int index) =>
        new() { Name = $"numeric{index}", Kind = ColumnKind.Continuous, Minimum = 0, Maximum = 100, Decimals = 2 };

    private static ColumnSchema Categorical(int count, int index) => new()
    {
        Name = $"category{index}",
        Kind = ColumnKind.Categorical,
        Categories = [.. Enumerable.Range(0, count).Select(category => $"{category}")],
    };

    private static MixtureMode[] Spread(int count) =>
        [.. Enumerable.Range(0, count).Select(mode => new MixtureMode(1.0 / count, (mode + 0.5) * 100 / count, 25.0 / count))];

    private static Cohort Draw(CohortSchema schema)
    {
        SeededRandom random = new(1);
        double[][] columns = [.. schema.Columns.Select(_ => new double[Rows])];
        for (int row = 0; row < Rows; row++)
        {
            for (int c = 0; c < columns.Length; c++)
            {
                columns[c][row] = c < _modes.Length ? Math.Round(random.Uniform(0, 100), 2) : random.Index(_categories[c - _modes.Length]);
            }
        }

        return new Cohort(schema, columns);
    }

    private static CategoricalEncoding Count(Cohort cohort, int column)
    {
        long[] counts = new long[cohort.Schema.Columns[column].Categories.Count];
        foreach (double category in cohort.Column(column))
        {
            counts[(int)category]++;
        }

        return new CategoricalEncoding(column, cohort.Schema.Columns[column].Name, 0, counts);
    }
}
