namespace RingFed.Learning.Evaluation.Fidelity;

/// <summary>Total variation distance between the shares of integer labels in two samples, each with at least one.</summary>
internal static class LabelShares
{
    public static double TotalVariation(IReadOnlyCollection<int> a, IReadOnlyCollection<int> b)
    {
        SortedDictionary<int, double> differences = [];
        foreach (int label in a)
        {
            differences[label] = differences.GetValueOrDefault(label) + (1.0 / a.Count);
        }

        foreach (int label in b)
        {
            differences[label] = differences.GetValueOrDefault(label) - (1.0 / b.Count);
        }

        return differences.Values.Sum(Math.Abs) / 2;
    }
}
