using RingFed.Learning.Data;

namespace RingFed.Learning.Evaluation.Fidelity;

/// <summary>
/// 1 - mean |p - p'| / (p + p') over genes, p the share of carriers among the patients tested. Genes that nobody
/// carries in either cohort, or that nobody was tested for in one of them, are left out.
/// </summary>
internal static class GeneFrequency
{
    /// <summary>A gene is rare when fewer than this share carries it in the reference.</summary>
    public const double RareBelow = .05;

    public static Score Of(Cohort reference, Cohort other, IEnumerable<int> genes, bool rareOnly)
    {
        List<double> scores = [];
        foreach (int gene in genes)
        {
            double real = CarrierShare(reference.Column(gene));
            double drawn = CarrierShare(other.Column(gene));
            if (real + drawn > 0 && (!rareOnly || real < RareBelow))
            {
                scores.Add(1 - (Math.Abs(real - drawn) / (real + drawn)));
            }
        }

        return Score.Mean(scores, rareOnly ? $"no gene is carried by fewer than {RareBelow:P0}" : "no gene is carried by anyone");
    }

    /// <summary>NaN where nobody was tested, which no comparison above lets through.</summary>
    private static double CarrierShare(ReadOnlySpan<double> gene)
    {
        int tested = 0;
        double carriers = 0;
        foreach (double value in gene)
        {
            if (!double.IsNaN(value))
            {
                tested++;
                carriers += value;
            }
        }

        return carriers / tested;
    }
}
