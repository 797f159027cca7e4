namespace RingFed.Learning.Evaluation.Survival;

/// <summary>
/// Counts concordant among usable pairs of patients in n log n steps: patients are entered from the last time to the first,
/// and each event asks a tree of counts (Fenwick, Software: Practice and Experience 24(3), 1994) how many of those who were
/// entered have a lower risk than it. At equal times an event comes before a censoring, and two events are no pair.
/// </summary>
internal static class ConcordantPairs
{
    /// <param name="risks">Finite, one a patient of the sample.</param>
    /// <param name="weightOf">What each pair of this event counts, by its place in the sample; 0 for an event that makes none.</param>
    /// <returns>Weights of the concordant pairs, ties of risk by half, and of all usable ones.</returns>
    public static (double Concordant, double Usable) Of(ReadOnlySpan<double> risks, SurvivalSample sample, Func<int, double> weightOf)
    {
        (int[] ranks, int distinct) = RanksOf(risks);
        int[] tree = new int[distinct + 1];
        int[] byTime = [.. Enumerable.Range(0, sample.Count)];
        double[] times = [.. sample.Times.Select(time => -time)];
        Array.Sort(times, byTime);
        (double concordant, double usable) = (0, 0);
        for (int start = 0, end, entered = 0; start < byTime.Length; start = end, entered = end)
        {
            for (end = start; end < byTime.Length && times[end] == times[start]; end++)
            {
                entered += Enter(tree, ranks, sample, byTime[end], events: false);
            }

            foreach (int patient in byTime.AsSpan(start, end - start))
            {
                if (sample.Events[patient] && entered > 0 && weightOf(patient) is > 0 and var weight)
                {
                    int lower = Below(tree, ranks[patient]);
                    usable += weight * entered;
                    concordant += weight * (lower + (.5 * (Below(tree, ranks[patient] + 1) - lower)));
                }
            }

            foreach (int patient in byTime.AsSpan(start, end - start))
            {
                Enter(tree, ranks, sample, patient, events: true);
            }
        }

        return (concordant, usable);
    }

    private static (int[] Ranks, int Distinct) RanksOf(ReadOnlySpan<double> risks)
    {
        double[] sorted = risks.ToArray();
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);
        int[] ranks = new int[sorted.Length];
        int rank = 0;
        for (int place = 0; place < order.Length; place++)
        {
            rank += place > 0 && sorted[place] != sorted[place - 1] ? 1 : 0;
            ranks[order[place]] = rank;
        }

        return (ranks, rank + 1);
    }

    private static int Enter(int[] tree, int[] ranks, SurvivalSample sample, int patient, bool events)
    {
        if (sample.Events[patient] != events)
        {
            return 0;
        }

        for (int node = ranks[patient] + 1; node < tree.Length; node += node & -node)
        {
            tree[node]++;
        }

        return 1;
    }

    /// <summary>Patients entered whose rank is below this one.</summary>
    private static int Below(int[] tree, int rank)
    {
        int count = 0;
        for (int node = rank; node > 0; node -= node & -node)
        {
            count += tree[node];
        }

        return count;
    }
}
