using RingFed.Learning.Data;

namespace RingFed.Learning.Evaluation.Fidelity;

/// <summary>
/// Pairs of genes that are associated in the reference, |φ| sqrt(n) > 3 with n the patients tested for both, with φ in
/// both cohorts. φ of the other cohort counts as 0 where one of its genes is constant.
/// </summary>
internal static class GenePairs
{
    public const string NoneReason = "no pair of genes is significantly associated in the real cohort";

    private const double SignificantAbove = 3;

    public static IReadOnlyList<(double Reference, double Other)> Significant(Cohort reference, Cohort other, int[] genes)
    {
        List<(double, double)> pairs = [];
        for (int a = 0; a < genes.Length; a++)
        {
            for (int b = a + 1; b < genes.Length; b++)
            {
                PearsonCorrelation real = PearsonCorrelation.Of(reference.Column(genes[a]), reference.Column(genes[b]));
                if (real.Value is { } phi && Math.Abs(phi) * Math.Sqrt(real.Rows) > SignificantAbove)
                {
                    pairs.Add((phi, PearsonCorrelation.Of(other.Column(genes[a]), other.Column(genes[b])).Value ?? 0));
                }
            }
        }

        return pairs;
    }
}
