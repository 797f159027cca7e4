using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Encoding;

/// <summary>Draws tokens in proportion to given weights; tokens of weight 0 never come.</summary>
internal sealed class ConditionalDraw
{
    private readonly int[] _tokens;
    private readonly double[] _cumulative;

    public ConditionalDraw(IEnumerable<int> tokens, Func<int, double> weight)
    {
        _tokens = [.. tokens.Where(token => weight(token) > 0)];
        _cumulative = new double[_tokens.Length];
        double sum = 0;
        for (int i = 0; i < _tokens.Length; i++)
        {
            _cumulative[i] = sum += weight(_tokens[i]);
        }
    }

    public bool IsEmpty => _tokens.Length == 0;

    public int Next(SeededRandom random)
    {
        int found = Array.BinarySearch(_cumulative, random.Uniform() * _cumulative[^1]);

        // A hit on an edge belongs to the token above it; rounding may land on the last edge itself.
        return _tokens[Math.Min(found >= 0 ? found + 1 : ~found, _tokens.Length - 1)];
    }
}
