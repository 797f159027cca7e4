using RingFed.Learning.Data;
using RingFed.Learning.Encoding;

namespace RingFed.Learning.Models.Predictors.Covariates;

/// <summary>
/// What predictors see of a patient, a pure function of what the ring fitted. Numbers on their declared transform;
/// categories one-hot without the reference level, which is the ring's most frequent one (the first of equals); a missing
/// indicator where at least k records lack the value. All standardised by mean and deviation over the ring's histogram,
/// values spread evenly within its bins; a missing value is the mean. Categories that fewer than k records have (and any
/// that the ring never saw) count as the reference level; columns without values are left out, and so are outcomes: the
/// target and both columns of every endpoint.
/// </summary>
internal sealed class CovariateDesign
{
    private readonly FittedEncoder _encoder;

    private CovariateDesign(FittedEncoder encoder, Covariate[] covariates) => (_encoder, Covariates) = (encoder, covariates);

    public Covariate[] Covariates { get; }

    public int Count => Covariates.Length;

    public IReadOnlyList<string> Names => [.. Covariates.Select(covariate => covariate.Name)];

    /// <summary>Largest size of each standardised covariate, [Count].</summary>
    public double[] Reaches => [.. Covariates.Select(covariate => covariate.Reach)];

    /// <param name="wanted">Columns to use; empty for all.</param>
    /// <param name="target">A further column that is an outcome; -1 for none.</param>
    /// <exception cref="ArgumentException">A wanted column is not in the schema, or is an outcome.</exception>
    /// <exception cref="InvalidOperationException">No covariate is left.</exception>
    public static CovariateDesign Of(FittedEncoder encoder, IReadOnlyList<string> wanted, int target)
    {
        HashSet<int> outcomes = [target, .. encoder.Schema.Endpoints.SelectMany(endpoint => new[] { endpoint.TimeColumn, endpoint.EventColumn })];
        HashSet<int> chosen = [.. wanted.Select(name => Find(encoder.Schema, name, outcomes))];
        Covariate[] covariates = [.. encoder.Columns.SelectMany(column => Of(column, encoder)).Where(
            covariate => !outcomes.Contains(covariate.Column) && (chosen.Count == 0 || chosen.Contains(covariate.Column)))];
        return covariates.Length > 0
            ? new CovariateDesign(encoder, covariates)
            : throw new InvalidOperationException($"The schema `{encoder.Schema.Name}` leaves nothing to predict from: every column is an outcome, is without values, or is the same for nearly all of the ring's records.");
    }

    /// <summary>Standardised covariates, row by row, [rows x Count]; always finite.</summary>
    public double[] Encode(Cohort cohort) => Map(cohort, (covariate, value) => covariate.Standard(value));

    /// <summary>1 where a covariate is known, 0 where its column has no value (a missing indicator is known always), [rows x Count].</summary>
    public double[] Known(Cohort cohort) => Map(cohort, (covariate, value) => double.IsNaN(covariate.Raw(value)) ? 0 : 1);

    private double[] Map(Cohort cohort, Func<Covariate, double, double> map)
    {
        if (cohort.Schema.Columns.Count != _encoder.Schema.Columns.Count)
        {
            throw new ArgumentException($"The cohort has {cohort.Schema.Columns.Count} columns, the fitted encoder {_encoder.Schema.Columns.Count}.", nameof(cohort));
        }

        double[] values = new double[cohort.Count * Count];
        for (int k = 0; k < Count; k++)
        {
            ReadOnlySpan<double> column = cohort.Column(Covariates[k].Column);
            for (int row = 0; row < column.Length; row++)
            {
                values[(row * Count) + k] = map(Covariates[k], column[row]);
            }
        }

        return values;
    }

    private static int Find(CohortSchema schema, string name, HashSet<int> outcomes)
    {
        int column = schema.IndexOf(name);
        return column < 0 ? throw new ArgumentException($"covariates: the schema `{schema.Name}` has no column '{name}'.")
            : outcomes.Contains(column) ? throw new ArgumentException($"covariates: '{name}' is an outcome and cannot predict one.")
            : column;
    }

    private static IEnumerable<Covariate> Of(ColumnEncoding encoding, FittedEncoder encoder) => encoding switch
    {
        ContinuousEncoding number => [.. Numbers(number, encoder.Schema.Columns[number.Column]), .. Missing(number, number.Column)],
        CategoricalEncoding words => [.. Categories(words, encoder.Schema.Columns[words.Column]), .. Missing(words, words.Column)],
        _ => [],
    };

    private static IEnumerable<Covariate> Numbers(ContinuousEncoding encoding, ColumnSchema column)
    {
        double records = encoding.BinCounts.Sum();
        if (records == 0)
        {
            yield break;
        }

        double mean = 0;
        double square = 0;
        for (int bin = 0; bin < encoding.BinCounts.Length; bin++)
        {
            (double low, double high) = (encoding.BinEdges[bin], encoding.BinEdges[bin + 1]);
            mean += encoding.BinCounts[bin] * (low + high) / 2;
            square += encoding.BinCounts[bin] * ((low * low) + (low * high) + (high * high)) / 3;
        }

        mean /= records;
        double deviation = Math.Sqrt(Math.Max(0, (square / records) - (mean * mean)));
        yield return new Covariate(
            encoding.Name, encoding.Column, CovariateKind.Number, 0, column.Transform,
            ColumnScale.Forward(column.Transform, column.Minimum), ColumnScale.Forward(column.Transform, column.Maximum), mean, deviation);
    }

    private static IEnumerable<Covariate> Categories(CategoricalEncoding encoding, ColumnSchema column)
    {
        double records = encoding.Counts.Sum();
        int reference = column.Kind == ColumnKind.Binary ? 0 : Array.IndexOf(encoding.Counts, encoding.Counts.Max());
        for (int category = 0; category < encoding.Counts.Length; category++)
        {
            if (category != reference && encoding.Counts[category] > 0 && encoding.Counts[category] < records)
            {
                string name = column.Kind == ColumnKind.Binary ? encoding.Name : $"{encoding.Name}={column.Categories[category]}";
                yield return Indicator(name, encoding.Column, CovariateKind.Category, category, encoding.Counts[category] / records);
            }
        }
    }

    private static IEnumerable<Covariate> Missing(ColumnEncoding encoding, int column)
    {
        if (encoding.MissingFraction is > 0 and < 1)
        {
            yield return Indicator($"{encoding.Name} missing", column, CovariateKind.Missing, 0, encoding.MissingFraction);
        }
    }

    private static Covariate Indicator(string name, int column, CovariateKind kind, int category, double share) =>
        new(name, column, kind, category, ColumnTransform.Identity, 0, 1, share, Math.Sqrt(share * (1 - share)));
}
