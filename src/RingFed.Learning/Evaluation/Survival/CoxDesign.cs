using RingFed.Learning.Data;

namespace RingFed.Learning.Evaluation.Survival;

/// <summary>
/// Covariates of a Cox model: numbers as they are, categories one-hot over the whole vocabulary (the ridge settles the
/// redundancy), a missing indicator for each column that misses values in the fitted rows; all standardised by the
/// fitted rows, missing values at the mean. Columns of any endpoint are left out, and so are covariates that do not
/// vary in the fitted rows.
/// </summary>
internal sealed class CoxDesign
{
    private readonly Covariate[] _covariates;

    private CoxDesign(Covariate[] covariates) => _covariates = covariates;

    public int Covariates => _covariates.Length;

    public static CoxDesign Fit(Cohort cohort, int[] rows)
    {
        HashSet<int> outcomes = [.. cohort.Schema.Endpoints.SelectMany(e => new[] { e.TimeColumn, e.EventColumn })];
        return new CoxDesign([.. Enumerable.Range(0, cohort.Schema.Columns.Count)
            .Where(c => !outcomes.Contains(c))
            .SelectMany(c => Candidates(c, cohort.Schema.Columns[c]))
            .Select(covariate => covariate.Standardised(cohort, rows))
            .OfType<Covariate>()]);
    }

    /// <summary>Row-major design, <c>[rows x covariates]</c>.</summary>
    public double[] Of(Cohort cohort, int[] rows)
    {
        double[] design = new double[rows.Length * Covariates];
        for (int k = 0; k < Covariates; k++)
        {
            for (int r = 0; r < rows.Length; r++)
            {
                design[(r * Covariates) + k] = _covariates[k].Standard(cohort, rows[r]);
            }
        }

        return design;
    }

    private static IEnumerable<Covariate> Candidates(int column, ColumnSchema schema)
    {
        yield return new Covariate(column, CovariateKind.Missing, 0);
        if (schema.Kind != ColumnKind.Categorical)
        {
            yield return new Covariate(column, CovariateKind.Number, 0);
            yield break;
        }

        for (int category = 0; category < schema.Categories.Count; category++)
        {
            yield return new Covariate(column, CovariateKind.Category, category);
        }
    }

    private enum CovariateKind
    {
        Number,
        Category,
        Missing,
    }

    private sealed record Covariate(int Column, CovariateKind Kind, int Category)
    {
        private double Mean { get; init; }

        private double Deviation { get; init; } = 1;

        public double Standard(Cohort cohort, int row)
        {
            double raw = Raw(cohort[row, Column]);
            return double.IsNaN(raw) ? 0 : (raw - Mean) / Deviation;
        }

        /// <returns>Null where the covariate does not vary on the rows.</returns>
        public Covariate? Standardised(Cohort cohort, int[] rows)
        {
            double[] values = [.. rows.Select(row => Raw(cohort[row, Column])).Where(value => !double.IsNaN(value))];
            if (values.Length == 0)
            {
                return null;
            }

            double mean = values.Average();
            double deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / values.Length);
            return deviation > 1e-12 * Math.Max(1, Math.Abs(mean)) ? this with { Mean = mean, Deviation = deviation } : null;
        }

        private double Raw(double value) => Kind switch
        {
            CovariateKind.Missing => double.IsNaN(value) ? 1 : 0,
            CovariateKind.Category => double.IsNaN(value) ? double.NaN : value == Category ? 1 : 0,
            _ => value,
        };
    }
}
