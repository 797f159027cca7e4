using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Tests.Evaluation;

namespace RingFed.Learning.Tests.Models.Clustering;

/// <summary>Patients whose mutated genes come from five patterns: signature genes at .5, all others at .03.</summary>
internal static class PlantedClusters
{
    public const int Patterns = 5;
    public const int Genes = 40;

    private const double Signature = .5;
    private const double Background = .03;

    /// <param name="signatureGenes">A pattern, at most 8.</param>
    public static (Cohort Cohort, int[] Truth) Draw(int count, int signatureGenes, long seed)
    {
        SeededRandom random = new(seed);
        int[] truth = [.. Enumerable.Range(0, count).Select(_ => random.Categorical([.35, .25, .2, .12, .08]))];
        CohortOf cohort = CohortOf.Nothing;
        for (int gene = 0; gene < Genes; gene++)
        {
            int owner = gene / 8;
            bool signature = gene % 8 < signatureGenes;
            cohort.Gene($"G{gene}", [.. truth.Select(pattern => random.Bernoulli(signature && pattern == owner ? Signature : Background) ? 1.0 : 0)]);
        }

        return (cohort.Build(), truth);
    }

    /// <summary>Unequal silos: a half, a third and the rest.</summary>
    public static Cohort[] Silos(Cohort cohort)
    {
        int half = cohort.Count / 2;
        int sixth = cohort.Count / 6;
        return [Part(0, half), Part(half, cohort.Count - sixth), Part(cohort.Count - sixth, cohort.Count)];

        Cohort Part(int from, int to) => cohort.Take([.. Enumerable.Range(from, to - from)]);
    }
}
