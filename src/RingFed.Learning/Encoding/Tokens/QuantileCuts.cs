namespace RingFed.Learning.Encoding.Tokens;

/// <summary>
/// Joins neighbouring bins of a histogram to parts of about equal mass. An atom, a bin with at least 1/parts of the mass
/// (exactly 0, say), is a part of its own, and what lies between atoms gets parts in proportion to its mass: so there
/// are at most <c>2 x parts + 1</c>. Empty bins go to the part before them. Whole numbers only, so the same everywhere.
/// </summary>
internal static class QuantileCuts
{
    /// <param name="counts">At least one; each 0 or more.</param>
    /// <returns>First bin of each part, ascending, beginning with 0.</returns>
    public static int[] Of(ReadOnlySpan<long> counts, int parts)
    {
        long total = Sum(counts);
        List<int> starts = [];
        int start = 0;
        while (start < counts.Length)
        {
            int end = start + 1;
            if (!IsAtom(counts[start]))
            {
                while (end < counts.Length && !IsAtom(counts[end]))
                {
                    end++;
                }

                AddParts(starts, counts[start..end], start, total, parts);
            }
            else
            {
                starts.Add(start);
                while (end < counts.Length && counts[end] == 0)
                {
                    end++;
                }
            }

            start = end;
        }

        return starts.Count == 0 ? [0] : [0, .. starts.Skip(1)];

        bool IsAtom(long count) => count > 0 && count * parts >= total;
    }

    private static void AddParts(List<int> starts, ReadOnlySpan<long> run, int offset, long total, int parts)
    {
        long mass = Sum(run);
        if (mass == 0)
        {
            return;
        }

        long wanted = Math.Max(1, ((2 * mass * parts) + total) / (2 * total));
        long reached = 0;
        long closed = 0;
        bool opens = true;
        for (int bin = 0; bin < run.Length; bin++)
        {
            if (opens && run[bin] > 0)
            {
                starts.Add(offset + bin);
                opens = false;
            }

            reached += run[bin];
            if (reached * wanted >= mass * (closed + 1))
            {
                closed = reached * wanted / mass;
                opens = true;
            }
        }
    }

    private static long Sum(ReadOnlySpan<long> counts)
    {
        long sum = 0;
        foreach (long count in counts)
        {
            sum += count;
        }

        return sum;
    }
}
