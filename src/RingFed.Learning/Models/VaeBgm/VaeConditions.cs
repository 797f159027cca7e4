using RingFed.Learning.Models.Sampling;

namespace RingFed.Learning.Models.VaeBgm;

/// <summary>
/// Conditions on categories and numbers. Given the code, columns are independent: how likely a code meets the conditions is
/// a product over its heads, and a column can be drawn within its condition without touching the others. Conditions on an
/// endpoint are left to rejection.
/// </summary>
internal sealed class VaeConditions
{
    private readonly VaeLayout _layout;
    private readonly List<(int Number, double Low, double High)> _ranges = [];

    public VaeConditions(VaeLayout layout, IReadOnlyList<SampleCondition> conditions)
    {
        _layout = layout;
        Tokens = [.. Enumerable.Repeat(-1, layout.Choices.Count)];
        Ranges = new (double, double)?[layout.Numbers.Count];
        foreach (SampleCondition condition in conditions)
        {
            if (condition is CategoryCondition category)
            {
                Set(category);
            }
            else if (condition is RangeCondition range)
            {
                Set(range);
            }
        }
    }

    /// <summary>Per choice the token asked for; -1 for any.</summary>
    public int[] Tokens { get; }

    /// <summary>Per number the scores asked for; null for any.</summary>
    public (double Low, double High)?[] Ranges { get; }

    public bool Any => _ranges.Count > 0 || Tokens.Any(token => token >= 0);

    /// <summary>Probability that a row drawn from these heads meets the conditions.</summary>
    /// <param name="heads">[layout.Outputs] as <see cref="VaeHeads.Distributions"/> gives them.</param>
    public double Probability(ReadOnlySpan<float> heads)
    {
        double probability = 1;
        for (int choice = 0; choice < Tokens.Length; choice++)
        {
            if (Tokens[choice] >= 0)
            {
                probability *= heads[_layout.LogitsAt + _layout.Choices[choice].Start + Tokens[choice]];
            }
        }

        foreach ((int number, double low, double high) in _ranges)
        {
            (double mean, double spread) = (heads[number], heads[_layout.SpreadsAt + number]);
            probability *= Math.Max(0, NormalScore.Share((high - mean) / spread) - NormalScore.Share((low - mean) / spread));
        }

        return probability;
    }

    private void Set(CategoryCondition condition)
    {
        int choice = _layout.Choices.ToList().FindIndex(candidate => candidate.Column == condition.Column);
        if (choice >= 0)
        {
            Tokens[choice] = condition.Category;
        }
    }

    private void Set(RangeCondition condition)
    {
        int number = _layout.Numbers.ToList().FindIndex(candidate => candidate.Scale.Column == condition.Column);
        if (number < 0)
        {
            return;
        }

        (double low, double high) = _layout.Numbers[number].Scale.Scores(condition.Minimum, condition.Maximum);
        low = low <= -NormalScore.Limit ? double.NegativeInfinity : low;
        high = high >= NormalScore.Limit ? double.PositiveInfinity : high;
        if (Ranges[number] is { } narrower)
        {
            (low, high) = (Math.Max(low, narrower.Low), Math.Min(high, narrower.High));
        }

        Ranges[number] = (low, high);
        _ranges.RemoveAll(range => range.Number == number);
        _ranges.Add((number, low, high));
        if (_layout.Numbers[number].Presence >= 0)
        {
            Tokens[_layout.Numbers[number].Presence] = 0;
        }
    }
}
