using MathNet.Numerics;
using RingFed.Learning.Data;

namespace RingFed.Learning.Evaluation.Fidelity;

/// <summary>
/// Can one column of the other cohort be told from the reference's? Numbers: two-sample Kolmogorov-Smirnov with its
/// asymptotic p (R's <c>ks.test(exact = FALSE)</c>), conservative where values tie. Categories: χ² of homogeneity without
/// continuity correction, levels expected fewer than five times in either cohort pooled (Cochran 1954). Missing is a level
/// of its own, below all numbers. Many columns are tested at once, so p is corrected by Holm (Scand. J. Statist. 1979).
/// </summary>
/// <param name="Statistic">D in 0..1, or χ².</param>
/// <param name="P">Of this column alone; 1 where both are constant alike.</param>
/// <param name="HolmP">At least <paramref name="P"/>; below .05 the columns differ, all columns considered.</param>
public sealed record ColumnTest(string Column, bool IsNumeric, double Statistic, double P, double HolmP)
{
    public const double Level = .05;

    private const double ExpectedMin = 5;

    /// <returns>One test a column, in schema order; none where a cohort has no rows.</returns>
    public static IReadOnlyList<ColumnTest> Of(Cohort reference, Cohort other)
    {
        if (reference.Count == 0 || other.Count == 0)
        {
            return [];
        }

        ColumnTest[] tests = [.. reference.Schema.Columns.Select((column, c) => column.IsDiscrete
            ? ChiSquare(column, reference.Column(c), other.Column(c))
            : KolmogorovSmirnov(column, reference.Column(c), other.Column(c)))];
        double[] adjusted = HolmCorrection.Of([.. tests.Select(test => test.P)]);
        return [.. tests.Zip(adjusted, (test, holm) => test with { HolmP = holm })];
    }

    /// <summary>Share of columns that differ after correction.</summary>
    internal static Score ShareDiffering(IReadOnlyList<ColumnTest> tests) => Score.Mean(
        [.. tests.Select(test => test.HolmP < Level ? 1.0 : 0)], "a cohort has no rows");

    private static ColumnTest KolmogorovSmirnov(ColumnSchema column, ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double distance = ShapeScore.KolmogorovSmirnov(a, b);
        double p = KolmogorovTail(distance * Math.Sqrt((double)a.Length * b.Length / (a.Length + b.Length)));
        return new ColumnTest(column.Name, true, distance, p, p);
    }

    private static ColumnTest ChiSquare(ColumnSchema column, ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        List<(double A, double B)> levels = Pooled(Counts(a, column.Categories.Count), Counts(b, column.Categories.Count));
        double share = (double)a.Length / (a.Length + b.Length);
        double statistic = levels.Sum(level =>
        {
            double expected = (level.A + level.B) * share;
            return (level.A - expected) * (level.A - expected) * ((1 / expected) + (1 / (level.A + level.B - expected)));
        });
        double p = levels.Count < 2 ? 1 : SpecialFunctions.GammaUpperRegularized((levels.Count - 1) / 2.0, statistic / 2);
        return new ColumnTest(column.Name, false, statistic, p, p);
    }

    private static double[] Counts(ReadOnlySpan<double> values, int categories)
    {
        double[] counts = new double[categories + 1];
        foreach (double value in values)
        {
            counts[double.IsNaN(value) ? categories : (int)value]++;
        }

        return counts;
    }

    private static List<(double A, double B)> Pooled(double[] a, double[] b)
    {
        double smaller = Math.Min(a.Sum(), b.Sum()) / (a.Sum() + b.Sum());
        ILookup<bool, (double A, double B)> levels = a.Zip(b).ToLookup(level => (level.First + level.Second) * smaller >= ExpectedMin);
        (double A, double B) rare = (levels[false].Sum(level => level.A), levels[false].Sum(level => level.B));
        return rare.A + rare.B > 0 ? [.. levels[true], rare] : [.. levels[true]];
    }

    /// <summary>2 Σ (-1)^(k-1) exp(-2 k² λ²), the limit of P(sqrt(n) D > λ) (Kolmogorov 1933).</summary>
    private static double KolmogorovTail(double lambda)
    {
        // Below .2 the tail is 1 to eleven digits and the sum converges slowly.
        if (lambda < .2)
        {
            return 1;
        }

        double sum = 0;
        for (int k = 1; k <= 100; k++)
        {
            double term = Math.Exp(-2 * k * k * lambda * lambda);
            sum += k % 2 == 1 ? term : -term;
        }

        return Math.Clamp(2 * sum, 0, 1);
    }
}
