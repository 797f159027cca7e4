using System.Numerics;

namespace RingFed.Learning.Evaluation.Trees;

/// <summary>Finds the best cut of a node along one feature. Owned by one thread; the histogram is all zero between calls.</summary>
internal sealed class ForestSplitFinder(byte[][] codes, int leafMin)
{
    private readonly ulong[] _sums = new ulong[FeatureBins.CodesMax];
    private readonly ulong[] _occupied = new ulong[FeatureBins.CodesMax / 64];
    private readonly int[] _bins = new int[FeatureBins.CodesMax];

    /// <param name="isConstant">True when every row of the node has the same code.</param>
    /// <returns>The best cut that leaves at least the minimum of rows on both sides, or null.</returns>
    public ForestSplit? Best(int feature, ReadOnlySpan<int> rows, ReadOnlySpan<ulong> packed, NodeSum total, out bool isConstant)
    {
        Fill(codes[feature], rows, packed);
        int bins = ListOccupied();
        isConstant = bins < 2;
        ForestSplit? best = null;
        NodeSum left = default;
        for (int i = 0; i < bins; i++)
        {
            int bin = _bins[i];
            left += new NodeSum(_sums[bin]);
            _sums[bin] = 0;
            if (i == bins - 1 || left.Rows < leafMin || total.Rows - left.Rows < leafMin)
            {
                continue;
            }

            double purity = left.Purity + (total - left).Purity;
            if (best is null || purity > best.Value.Purity)
            {
                // Halfway to the next occupied bin, as between two values: rows not seen here fall on the nearer side.
                // Nothing is halfway between missing and a value.
                byte threshold = bin == FeatureBins.Missing ? FeatureBins.Missing : (byte)((bin + _bins[i + 1]) / 2);
                best = new ForestSplit(feature, threshold, purity);
            }
        }

        return best;
    }

    private void Fill(byte[] column, ReadOnlySpan<int> rows, ReadOnlySpan<ulong> packed)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            int code = column[rows[i]];
            _sums[code] += packed[i];
            _occupied[code >> 6] |= 1UL << (code & 63);
        }
    }

    private int ListOccupied()
    {
        int count = 0;
        for (int word = 0; word < _occupied.Length; word++)
        {
            for (ulong bits = _occupied[word]; bits != 0; bits &= bits - 1)
            {
                _bins[count++] = (word * 64) + BitOperations.TrailingZeroCount(bits);
            }

            _occupied[word] = 0;
        }

        return count;
    }
}
