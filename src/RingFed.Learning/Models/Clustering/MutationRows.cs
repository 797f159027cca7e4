using RingFed.Learning.Data;

namespace RingFed.Learning.Models.Clustering;

/// <summary>Each patient as the genes found mutated; a gene not tested counts as not found.</summary>
internal static class MutationRows
{
    /// <param name="genes">Columns of the cohort.</param>
    /// <returns>A row a patient: places in <paramref name="genes"/>, ascending.</returns>
    public static int[][] Of(Cohort cohort, IReadOnlyList<int> genes)
    {
        int[][] rows = new int[cohort.Count][];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = [.. Enumerable.Range(0, genes.Count).Where(g => cohort[row, genes[g]] == 1)];
        }

        return rows;
    }
}
