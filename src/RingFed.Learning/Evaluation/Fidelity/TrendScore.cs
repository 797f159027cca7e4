using RingFed.Learning.Data;

namespace RingFed.Learning.Evaluation.Fidelity;

/// <summary>
/// How alike pairs of columns are, averaged over pairs: 1 - |r - r'| / 2 with Pearson's r for two numeric columns
/// (CorrelationSimilarity of SDMetrics), otherwise 1 - total variation distance of the normalised contingency tables
/// (ContingencySimilarity), averaged as its QualityReport does for "Column Pair Trends".
/// Missing is a level of its own in contingency tables, as there. Deviation from SDMetrics: in a mixed pair the numeric
/// column is cut into ten bins of equal mass in the reference, not of equal width. In two numeric columns rows with a
/// missing value are left out. A numeric pair whose r does not exist in the reference is left out; one whose r does
/// not exist in the other cohort alone counts as r = 0 there, for a collapsed column has lost its dependence.
/// </summary>
internal static class TrendScore
{
    public static Score Of(Cohort reference, Cohort other)
    {
        if (reference.Count == 0 || other.Count == 0)
        {
            return Score.None("a cohort has no rows");
        }

        double[]?[] edges = DiscreteCodes.Edges(reference);
        DiscreteCodes referenceCodes = DiscreteCodes.Of(reference, edges);
        DiscreteCodes otherCodes = DiscreteCodes.Of(other, edges);
        List<double> scores = [];
        foreach ((int a, int b) in Pairs(edges.Length))
        {
            double? score = edges[a] is not null && edges[b] is not null
                ? Correlation(reference, other, a, b)
                : Contingency(referenceCodes, otherCodes, a, b, LevelsOf(a), LevelsOf(b));
            if (score is { } known)
            {
                scores.Add(known);
            }
        }

        return Score.Mean(scores, "no pair of columns varies in the real cohort");

        int LevelsOf(int column) => DiscreteCodes.Levels(reference.Schema.Columns[column], edges[column]);
    }

    private static IEnumerable<(int A, int B)> Pairs(int columns) =>
        Enumerable.Range(0, columns).SelectMany(a => Enumerable.Range(a + 1, columns - a - 1).Select(b => (a, b)));

    private static double? Correlation(Cohort reference, Cohort other, int a, int b)
    {
        double? real = PearsonCorrelation.Of(reference.Column(a), reference.Column(b)).Value;
        double drawn = PearsonCorrelation.Of(other.Column(a), other.Column(b)).Value ?? 0;
        return real is { } r ? 1 - (Math.Abs(r - drawn) / 2) : null;
    }

    private static double Contingency(DiscreteCodes reference, DiscreteCodes other, int a, int b, int levelsA, int levelsB)
    {
        double[] shares = new double[levelsA * levelsB];
        AddShares(shares, reference.Column(a), reference.Column(b), levelsB, 1);
        AddShares(shares, other.Column(a), other.Column(b), levelsB, -1);
        return 1 - (shares.Sum(Math.Abs) / 2);
    }

    private static void AddShares(double[] shares, ReadOnlySpan<int> a, ReadOnlySpan<int> b, int levelsB, int sign)
    {
        double each = (double)sign / a.Length;
        for (int i = 0; i < a.Length; i++)
        {
            shares[(a[i] * levelsB) + b[i]] += each;
        }
    }
}
