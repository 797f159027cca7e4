using RingFed.Learning.Data;

namespace RingFed.Learning.Evaluation;

/// <summary>
/// What a classifier sees of a cohort: the decoded values, column by column, as an attacker with the file would.
/// Numbers stay as they are, categories are their integer codes (index into the schema's vocabulary; trees split on
/// order, not one-hot), a missing value is NaN and counts as a value of its own.
/// </summary>
internal sealed class FeatureMatrix
{
    private readonly double[][] _columns;

    /// <exception cref="ArgumentException">Columns differ in length.</exception>
    public FeatureMatrix(double[][] columns)
    {
        Rows = columns.Length == 0 ? 0 : columns[0].Length;
        if (columns.Any(column => column.Length != Rows))
        {
            throw new ArgumentException("All columns of a feature matrix have the same number of rows.", nameof(columns));
        }

        _columns = columns;
    }

    public int Rows { get; }

    public int Columns => _columns.Length;

    public ReadOnlySpan<double> Column(int index) => _columns[index];

    /// <summary>Every column of the cohort, endpoints included: a generator must get those right too.</summary>
    public static FeatureMatrix Of(Cohort cohort) =>
        new([.. Enumerable.Range(0, cohort.Schema.Columns.Count).Select(c => cohort.Column(c).ToArray())]);

    /// <summary>Rows of <paramref name="first"/> labelled 0, then rows of <paramref name="second"/> labelled 1.</summary>
    public static (FeatureMatrix Features, bool[] Labels) Labelled(Cohort first, Cohort second)
    {
        FeatureMatrix features = Of(Cohort.Concatenate([first, second]));
        bool[] labels = new bool[features.Rows];
        labels.AsSpan(first.Count).Fill(true);
        return (features, labels);
    }
}
