using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Data.Simulated;

/// <summary>
/// Spreads patients over silos of fixed sizes by their affinities. The patients as a whole are the same at every skew,
/// so that arms of an experiment differ only in who is where.
/// </summary>
internal static class MdsAllocation
{
    /// <summary>Sizes in proportion to 1, 1/2, 1/3, ..., at least one each, summing to <paramref name="patients"/>.</summary>
    public static int[] Sizes(int patients, int silos)
    {
        double harmonic = Enumerable.Range(1, silos).Sum(rank => 1.0 / rank);
        int[] sizes = [.. Enumerable.Range(1, silos).Select(rank => 1 + (int)((patients - silos) / (rank * harmonic)))];
        sizes[0] += patients - sizes.Sum();
        return sizes;
    }

    /// <summary>The silo of each patient.</summary>
    /// <param name="sizes">Patients of each silo.</param>
    public static int[] Assign(IReadOnlyList<MdsPatient> patients, IReadOnlyList<MdsSilo> silos, IReadOnlyList<int> sizes, SeededRandom random)
    {
        int[] free = [.. sizes];
        int[] assigned = new int[patients.Count];
        double[] weights = new double[silos.Count];
        for (int i = 0; i < patients.Count; i++)
        {
            for (int s = 0; s < silos.Count; s++)
            {
                double affinity = silos[s].RiskAffinity[patients[i].Risk] * ExactMath.Exp(silos[s].AgeAffinity * patients[i].Traits["age"]);
                weights[s] = free[s] * affinity;
            }

            assigned[i] = random.Categorical(weights);
            free[assigned[i]]--;
        }

        return assigned;
    }
}
