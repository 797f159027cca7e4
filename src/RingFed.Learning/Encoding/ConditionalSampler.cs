using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Encoding;

/// <summary>
/// Training-by-sampling (Xu et al. 2019, section 4.3): a discrete unit uniformly, its token with probability
/// proportional to its frequency or to log(frequency + 1), then one of the silo's records that carry the token.
/// Frequencies are the ring's, so that all silos pull in the same direction; tokens that this silo has no record of are
/// left out.
/// </summary>
public sealed class ConditionalSampler
{
    private readonly ConditionalDraw[] _units;
    private readonly int[][] _rowsByToken;

    public ConditionalSampler(TableRows table, ConditionWeights weights)
    {
        TableLayout layout = table.Layout;
        _rowsByToken = new int[layout.ConditionTokens][];
        List<ConditionalDraw> units = [];
        for (int b = 0; b < layout.Blocks.Count; b++)
        {
            TableBlock block = layout.Blocks[b];
            if (!block.IsDiscrete)
            {
                continue;
            }

            GroupRows(block, table.Tokens[b]);
            units.Add(new ConditionalDraw(
                Enumerable.Range(block.TokenStart, block.TokenCount),
                token => _rowsByToken[token].Length == 0 ? 0 : Weigh(layout.TokenShares[token] * layout.Encoder.Records)));
        }

        _units = [.. units.Where(unit => !unit.IsEmpty)];

        double Weigh(double records) => weights == ConditionWeights.LogFrequency ? Math.Log(records + 1) : records;
    }

    /// <summary>Whether there is any discrete unit to condition on.</summary>
    public bool Any => _units.Length > 0;

    /// <summary>A condition (an index into the layout's discrete tokens) and a record that meets it.</summary>
    public (long Token, long Row) Next(SeededRandom random)
    {
        int token = _units[random.Index(_units.Length)].Next(random);
        int[] candidates = _rowsByToken[token];
        return (token, candidates[random.Index(candidates.Length)]);
    }

    private void GroupRows(TableBlock block, int[] tokens)
    {
        List<int>[] rows = [.. Enumerable.Range(0, block.TokenCount).Select(_ => new List<int>())];
        for (int row = 0; row < tokens.Length; row++)
        {
            rows[tokens[row]].Add(row);
        }

        for (int token = 0; token < rows.Length; token++)
        {
            _rowsByToken[block.TokenStart + token] = [.. rows[token]];
        }
    }
}
