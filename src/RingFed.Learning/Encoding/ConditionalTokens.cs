using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Encoding;

/// <summary>
/// Draws conditions at the ring's true frequencies: a discrete unit uniformly, then one of its tokens by its share of
/// the ring's records. Used when sampling, so that prevalence comes out as it is.
/// </summary>
public sealed class ConditionalTokens
{
    private readonly ConditionalDraw[] _units;

    public ConditionalTokens(TableLayout layout) =>
        _units = [.. layout.Blocks.Where(block => block.IsDiscrete).Select(block => new ConditionalDraw(
            Enumerable.Range(block.TokenStart, block.TokenCount),
            token => layout.TokenShares[token]))];

    /// <summary>Whether there is any discrete unit to condition on.</summary>
    public bool Any => _units.Length > 0;

    /// <summary>An index into the layout's discrete tokens.</summary>
    public long Next(SeededRandom random) => _units[random.Index(_units.Length)].Next(random);
}
