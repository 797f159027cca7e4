using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding;
using RingFed.Learning.Privacy;

namespace RingFed.Learning.Models.Ctgan;

/// <summary>
/// Batches by an <see cref="IBatchSampler"/>: each record with the condition it meets in a discrete unit drawn
/// uniformly; generated records get conditions at the ring's own frequencies.
/// </summary>
internal sealed class SampledRecords : IConditionedBatches
{
    private readonly TableRows _table;
    private readonly IBatchSampler _sampler;
    private readonly long _seed;
    private readonly ConditionalTokens _ringTokens;
    private readonly int[] _discreteBlocks;

    public SampledRecords(TableRows table, IBatchSampler sampler, long seed)
    {
        (_table, _sampler, _seed) = (table, sampler, seed);
        _ringTokens = new ConditionalTokens(table.Layout);
        _discreteBlocks = [.. Enumerable.Range(0, table.Layout.Blocks.Count).Where(b => table.Layout.Blocks[b].IsDiscrete)];
    }

    public int ExpectedSize => _sampler.ExpectedSize;

    public ConditionedRows Draw(long step)
    {
        SeededRandom random = new SeededRandom(_seed, checked((int)step));
        int[] rows = _sampler.Batch(step);
        ConditionSet real = new(rows.Length, 1);
        ConditionSet fake = new(rows.Length, 1);
        for (int i = 0; i < rows.Length && _ringTokens.Any; i++)
        {
            int b = _discreteBlocks[random.Index(_discreteBlocks.Length)];
            real[i, 0] = _table.Layout.Blocks[b].TokenStart + _table.Tokens[b][rows[i]];
            fake[i, 0] = _ringTokens.Next(random);
        }

        return new ConditionedRows([.. rows.Select(row => (long)row)], real, fake);
    }
}
