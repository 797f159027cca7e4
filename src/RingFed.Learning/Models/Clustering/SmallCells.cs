namespace RingFed.Learning.Models.Clustering;

/// <summary>
/// Carriers of a gene in a component that are fewer than k are told only together: the component's small cells keep their
/// sum, shared out as often as all components' patients carry the genes; a sum below k becomes 0.
/// </summary>
internal static class SmallCells
{
    public static IReadOnlyList<GeneComponent> Merge(IReadOnlyList<GeneComponent> components, int minimumCount)
    {
        double[] overall = components.Count == 0
            ? []
            : [.. Enumerable.Range(0, components[0].Carriers.Count).Select(gene => components.Sum(component => component.Carriers[gene]))];
        return [.. components.Select(component => component with { Carriers = Merge(component.Carriers, overall, minimumCount) })];
    }

    private static double[] Merge(IReadOnlyList<double> carriers, double[] overall, int minimumCount)
    {
        double kept = 0;
        double among = 0;
        for (int gene = 0; gene < overall.Length; gene++)
        {
            kept += carriers[gene] < minimumCount ? carriers[gene] : 0;
            among += carriers[gene] < minimumCount ? overall[gene] : 0;
        }

        double share = kept >= minimumCount ? kept / among : 0;
        return [.. carriers.Select((count, gene) => count < minimumCount ? share * overall[gene] : count)];
    }
}
