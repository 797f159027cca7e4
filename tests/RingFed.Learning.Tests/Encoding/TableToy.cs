using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding;

namespace RingFed.Learning.Tests.Encoding;

/// <summary>A small cohort made here, with an encoder fitted by hand: every kind of column, missing values, an endpoint.</summary>
internal static class TableToy
{
    public const int Age = 0, Grade = 1, Mutated = 2, Time = 3, Event = 4;

    private const int AgeBins = 20;

    private static readonly double[] _timeEdges = [0.1, 1, 2, 4, 8];

    public static CohortSchema Schema { get; } = new()
    {
        Name = "toy",
        Origin = CohortOrigin.Simulated,
        Columns =
        [
            new ColumnSchema { Name = "age", Kind = ColumnKind.Continuous, Minimum = 20, Maximum = 100, Decimals = 1, MissingAllowed = true },
            new ColumnSchema { Name = "grade", Kind = ColumnKind.Categorical, Categories = ["low", "middle", "high", "never"], MissingAllowed = true },
            new ColumnSchema { Name = "mutated", Kind = ColumnKind.Binary, Categories = ["0", "1"], Maximum = 1 },
            new ColumnSchema { Name = "years", Kind = ColumnKind.Continuous, Minimum = 0.1, Maximum = 8, Decimals = 2 },
            new ColumnSchema { Name = "died", Kind = ColumnKind.Binary, Categories = ["0", "1"], Maximum = 1 },
        ],
        Endpoints = [new EndpointSchema("survival", Time, Event)],
        Constraints = [new RowConstraint(Time, ComparisonOperator.Greater, null, 0, "years > 0")],
    };

    /// <summary>Mutated follows grade: 10 %, 50 %, 90 % for low, middle, high.</summary>
    public static Cohort Draw(int rows, long seed)
    {
        SeededRandom random = new(seed);
        double[][] columns = [.. Schema.Columns.Select(_ => new double[rows])];
        for (int row = 0; row < rows; row++)
        {
            int grade = random.Index(3);
            columns[Age][row] = random.Bernoulli(0.1) ? double.NaN : Math.Round(Math.Clamp(random.Normal(random.Bernoulli(0.4) ? 45 : 75, 6), 20, 100), 1);
            columns[Grade][row] = random.Bernoulli(0.05) ? double.NaN : grade;
            columns[Mutated][row] = random.Bernoulli(0.1 + (0.4 * grade)) ? 1 : 0;
            columns[Time][row] = Math.Round(Math.Clamp(3 * random.Exponential(), 0.1, 8), 2);
            columns[Event][row] = random.Bernoulli(0.6) ? 1 : 0;
        }

        return new Cohort(Schema, columns);
    }

    /// <summary>Counts of <paramref name="cohort"/>; two modes for age near the two true ones.</summary>
    public static FittedEncoder Fit(Cohort cohort)
    {
        double[] ageEdges = [.. Enumerable.Range(0, AgeBins + 1).Select(i => 20 + (4.0 * i))];
        ContinuousEncoding age = new(Age, "age", Missing(cohort, Age), [new MixtureMode(0.4, 45, 6), new MixtureMode(0.6, 75, 6)], ageEdges, Count(cohort, Age, AgeBins, value => Math.Min((int)((value - 20) / 4), AgeBins - 1)));
        CategoricalEncoding grade = new(Grade, "grade", Missing(cohort, Grade), Count(cohort, Grade, 4, value => (int)value));
        CategoricalEncoding mutated = new(Mutated, "mutated", 0, Count(cohort, Mutated, 2, value => (int)value));
        long[] survival = new long[2 * (_timeEdges.Length - 1)];
        for (int row = 0; row < cohort.Count; row++)
        {
            int bin = Array.FindLastIndex(_timeEdges, edge => cohort[row, Time] >= edge);
            survival[((int)cohort[row, Event] * 4) + Math.Min(bin, 3)]++;
        }

        return new FittedEncoder(Schema, cohort.Count, [age, grade, mutated, new EndpointEncoding(Schema.Endpoints[0], "survival", 0, _timeEdges, survival)], new byte[32]);
    }

    private static double Missing(Cohort cohort, int column) => cohort.Column(column).ToArray().Average(value => double.IsNaN(value) ? 1.0 : 0);

    private static long[] Count(Cohort cohort, int column, int cells, Func<double, int> cell)
    {
        long[] counts = new long[cells];
        foreach (double value in cohort.Column(column))
        {
            if (!double.IsNaN(value))
            {
                counts[cell(value)]++;
            }
        }

        return counts;
    }
}
