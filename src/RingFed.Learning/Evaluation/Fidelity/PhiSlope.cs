using RingFed.Learning.Data;

namespace RingFed.Learning.Evaluation.Fidelity;

/// <summary>
/// How much of the association between genes survives: the slope of φ in the other cohort on φ in the reference, by
/// least squares through the origin, Σ φφ' / Σ φ², over the pairs that are significant in the reference,
/// |φ| sqrt(n) > 3 with n the patients tested for both. 1 is ideal, 0 means independent, above 1 exaggerated.
/// φ' counts as 0 where the other cohort's gene is constant.
/// </summary>
internal static class PhiSlope
{
    private const double SignificantAbove = 3;

    public static Score Of(Cohort reference, Cohort other, int[] genes)
    {
        double products = 0, squares = 0;
        int pairs = 0;
        for (int a = 0; a < genes.Length; a++)
        {
            for (int b = a + 1; b < genes.Length; b++)
            {
                PearsonCorrelation real = PearsonCorrelation.Of(reference.Column(genes[a]), reference.Column(genes[b]));
                if (real.Value is not { } phi || Math.Abs(phi) * Math.Sqrt(real.Rows) <= SignificantAbove)
                {
                    continue;
                }

                products += phi * (PearsonCorrelation.Of(other.Column(genes[a]), other.Column(genes[b])).Value ?? 0);
                squares += phi * phi;
                pairs++;
            }
        }

        return pairs == 0
            ? Score.None("no pair of genes is significantly associated in the real cohort")
            : new Score(products / squares, Note: $"{pairs} pairs");
    }
}
