using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding;
using RingFed.Learning.Privacy;

namespace RingFed.Learning.Models.Ctgan;

/// <summary>
/// Batches by <see cref="ConditionalSampler"/>. Each row has so many conditions, drawn uniformly between two bounds: none
/// is a record like any other, the first is drawn by the sampler with a record that meets it, and further ones are read
/// off that record, so that they always go together. Real records come in another order than the generated ones they
/// share conditions with, so that a pack never faces its twin.
/// </summary>
internal sealed class TrainingBySampling : IConditionedBatches
{
    private readonly TableRows _table;
    private readonly ConditionalSampler _sampler;
    private readonly CtganOptions _options;
    private readonly long _seed;
    private readonly int[] _units;

    public TrainingBySampling(TableRows table, ConditionalSampler sampler, CtganOptions options, long seed)
    {
        (_table, _sampler, _options, _seed) = (table, sampler, options, seed);
        _units = [.. Enumerable.Range(0, table.Layout.Blocks.Count).Where(block => table.Layout.Blocks[block].IsDiscrete)];
    }

    public int ExpectedSize => _options.BatchSize;

    public ConditionedRows Draw(long step)
    {
        SeededRandom random = new SeededRandom(_seed, checked((int)step));
        ConditionSet fake = new(ExpectedSize, Math.Max(_options.ConditionsMax, 1));
        long[] met = new long[ExpectedSize];
        for (int row = 0; row < met.Length; row++)
        {
            met[row] = Condition(fake, row, random);
        }

        int[] order = new int[ExpectedSize];
        Shuffling.Permute(order, random);
        return new ConditionedRows([.. order.Select(i => met[i])], fake.Take(order), fake);
    }

    /// <returns>A record that meets the conditions set.</returns>
    private long Condition(ConditionSet conditions, int row, SeededRandom random)
    {
        int count = _options.ConditionsMin + random.Index(_options.ConditionsMax - _options.ConditionsMin + 1);
        if (count == 0)
        {
            return random.Index(_table.Rows);
        }

        (long token, long record) = _sampler.Next(random);
        conditions[row, 0] = token;
        for (int slot = 1; slot < count; slot++)
        {
            int unit = _units[random.Index(_units.Length)];
            TableBlock block = _table.Layout.Blocks[unit];
            long further = block.TokenStart + _table.Tokens[unit][record];
            if (_table.Layout.TokenShares[(int)further] > 0)
            {
                conditions[row, slot] = further;
            }
        }

        return record;
    }
}
