using RingFed.Learning.Data;

namespace RingFed.Learning.Evaluation.Fidelity;

/// <summary>1 - total variation distance between the distributions of the number of mutated genes a patient, over patients tested for any.</summary>
internal static class MutationBurden
{
    public static Score Of(Cohort reference, Cohort other, int[] genes)
    {
        int[] real = Burdens(reference, genes);
        int[] drawn = Burdens(other, genes);
        return real.Length == 0 || drawn.Length == 0
            ? Score.None("nobody was tested for a gene in one of the cohorts")
            : new Score(1 - LabelShares.TotalVariation(real, drawn));
    }

    private static int[] Burdens(Cohort cohort, int[] genes) =>
        [.. Enumerable.Range(0, cohort.Count)
            .Where(row => genes.Any(gene => !double.IsNaN(cohort[row, gene])))
            .Select(row => genes.Count(gene => cohort[row, gene] == 1))];
}
