using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Privacy;

/// <summary>Batches of equal size, cut from one shuffle of the records after another; a batch may span two.</summary>
public sealed class ShuffleSampler : IBatchSampler
{
    private readonly long _seed;
    private readonly int[] _order;
    private long _pass = -1;

    /// <exception cref="ArgumentOutOfRangeException">There are no records, or the batch is empty.</exception>
    public ShuffleSampler(int records, int batchSize, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(records, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        (_order, _seed, ExpectedSize) = (new int[records], seed, batchSize);
    }

    public int ExpectedSize { get; }

    public int[] Batch(long step)
    {
        int[] batch = new int[ExpectedSize];
        for (int i = 0; i < batch.Length; i++)
        {
            (long pass, long place) = Math.DivRem((step * ExpectedSize) + i, _order.Length);
            ShuffleFor(pass);
            batch[i] = _order[place];
        }

        return batch;
    }

    private void ShuffleFor(long pass)
    {
        if (pass == _pass)
        {
            return;
        }

        Shuffling.Permute(_order, new SeededRandom(_seed, checked((int)pass)));
        _pass = pass;
    }
}
