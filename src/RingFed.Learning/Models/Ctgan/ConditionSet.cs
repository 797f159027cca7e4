using static TorchSharp.torch;

namespace RingFed.Learning.Models.Ctgan;

/// <summary>The conditions of a batch: for each row up to <paramref name="slots"/> tokens of different units.</summary>
/// <param name="slots">Most conditions a row.</param>
internal sealed class ConditionSet(int rows, int slots)
{
    private const long None = -1;

    private readonly long[] _tokens = [.. Enumerable.Repeat(None, rows * slots)];

    public int Rows => rows;

    /// <summary>Condition <paramref name="slot"/> of a row: an index into the layout's discrete tokens; -1 for none.</summary>
    public long this[int row, int slot]
    {
        get => _tokens[(row * slots) + slot];
        set => _tokens[(row * slots) + slot] = value;
    }

    /// <summary>The rows named by <paramref name="order"/>, in that order.</summary>
    public ConditionSet Take(int[] order)
    {
        ConditionSet taken = new(order.Length, slots);
        for (int row = 0; row < order.Length; row++)
        {
            Array.Copy(_tokens, order[row] * slots, taken._tokens, row * slots, slots);
        }

        return taken;
    }

    /// <param name="tokens">Of the layout; may be 0.</param>
    /// <returns>[rows, tokens] float32, 1 for each token asked for.</returns>
    public Tensor MultiHot(int tokens)
    {
        float[] hot = new float[(long)rows * tokens];
        for (int i = 0; i < _tokens.Length; i++)
        {
            if (_tokens[i] != None)
            {
                hot[((long)(i / slots) * tokens) + _tokens[i]] = 1;
            }
        }

        return hot.Length > 0 ? frombuffer(hot, ScalarType.Float32).view(rows, tokens) : zeros([rows, tokens]);
    }

    /// <summary>
    /// <see cref="MultiHot"/> times <paramref name="weights"/>, added to <paramref name="sum"/>: with a handful of ones a row,
    /// looking them up takes a fraction of the multiplications. A token named twice counts once.
    /// </summary>
    /// <param name="sum">[rows, outputs].</param>
    /// <param name="weights">[tokens, outputs].</param>
    public Tensor AddWeights(Tensor sum, Tensor weights)
    {
        if (!_tokens.Any(token => token != None))
        {
            // Nothing to look up; the weights still belong to the graph, with a gradient of 0.
            return sum.addmm(MultiHot((int)weights.shape[0]), weights);
        }

        for (int slot = 0; slot < slots; slot++)
        {
            (long[] tokens, float[] counts) = Slot(slot);
            if (counts.Contains(1))
            {
                Tensor found = weights.index_select(0, tensor(tokens));
                sum = sum.add(counts.Contains(0) ? found.mul(tensor(counts).unsqueeze(1)) : found);
            }
        }

        return sum;
    }

    private (long[] Tokens, float[] Counts) Slot(int slot)
    {
        long[] tokens = new long[rows];
        float[] counts = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<long> own = _tokens.AsSpan(row * slots, slots);
            if (own[slot] != None && !own[..slot].Contains(own[slot]))
            {
                (tokens[row], counts[row]) = (own[slot], 1);
            }
        }

        return (tokens, counts);
    }
}
