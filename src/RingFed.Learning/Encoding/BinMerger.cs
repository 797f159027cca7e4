namespace RingFed.Learning.Encoding;

/// <summary>Edges and counts after merging; every count is 0 or at least k.</summary>
internal sealed record MergedBins(double[] Edges, long[] Counts);

/// <summary>
/// Merges bins of a total that hold fewer than k records with neighbours. A bin below k joins the nearer of the two
/// occupied bins beside it (then the smaller, then the left), together with the empty ones between. Runs of empty bins
/// that no small bin reaches across become one empty bin: they disclose no record, and without them an atom such as
/// exactly 0 would be smeared over the gap beside it. With fewer than k records in all, one empty bin is left.
/// </summary>
internal static class BinMerger
{
    private sealed record Cell(int Start, int End, long Count);

    public static MergedBins Merge(double[] edges, ReadOnlySpan<long> counts, int minimumCount)
    {
        List<Cell> occupied = [];
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
            {
                occupied.Add(new Cell(i, i + 1, counts[i]));
            }
        }

        for (int small = FirstSmall(occupied, minimumCount); small >= 0; small = FirstSmall(occupied, minimumCount))
        {
            if (occupied.Count == 1)
            {
                occupied.Clear();
            }
            else
            {
                Join(occupied, JoinsLeft(occupied, small) ? small - 1 : small);
            }
        }

        return WithGaps(edges, occupied, counts.Length);
    }

    private static int FirstSmall(List<Cell> cells, int minimumCount) => cells.FindIndex(cell => cell.Count < minimumCount);

    private static bool JoinsLeft(List<Cell> cells, int small)
    {
        if (small == 0 || small == cells.Count - 1)
        {
            return small > 0;
        }

        int gapLeft = cells[small].Start - cells[small - 1].End;
        int gapRight = cells[small + 1].Start - cells[small].End;
        return gapLeft != gapRight ? gapLeft < gapRight : cells[small - 1].Count <= cells[small + 1].Count;
    }

    private static void Join(List<Cell> cells, int left)
    {
        cells[left] = new Cell(cells[left].Start, cells[left + 1].End, cells[left].Count + cells[left + 1].Count);
        cells.RemoveAt(left + 1);
    }

    private static MergedBins WithGaps(double[] edges, List<Cell> occupied, int bins)
    {
        List<double> mergedEdges = [edges[0]];
        List<long> mergedCounts = [];
        int reached = 0;
        foreach (Cell cell in occupied)
        {
            if (cell.Start > reached)
            {
                mergedEdges.Add(edges[cell.Start]);
                mergedCounts.Add(0);
            }

            mergedEdges.Add(edges[cell.End]);
            mergedCounts.Add(cell.Count);
            reached = cell.End;
        }

        if (reached < bins)
        {
            mergedEdges.Add(edges[bins]);
            mergedCounts.Add(0);
        }

        return new MergedBins([.. mergedEdges], [.. mergedCounts]);
    }
}
