using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding;
using static RingFed.Learning.Tests.Encoding.TableToy;

namespace RingFed.Learning.Tests.Encoding;

public sealed class ConditionalSamplerTests
{
    private const int Draws = 60_000;

    private static readonly Cohort _cohort = Draw(1000, seed: 2);
    private static readonly TableLayout _layout = new(Fit(_cohort));
    private static readonly TableRows _rows = TableEncoder.Encode(_layout, _cohort, new(3));

    [Fact]
    public void Every_record_drawn_meets_its_condition()
    {
        (long[] tokens, long[] rows) = DrawMany(new ConditionalSampler(_rows, ConditionWeights.LogFrequency));
        for (int i = 0; i < Draws; i++)
        {
            Assert.Equal(1f, _rows.Values[(rows[i] * _layout.Width) + _layout.Scalars + tokens[i]]);
        }
    }

    [Theory]
    [InlineData(ConditionWeights.Frequency)]
    [InlineData(ConditionWeights.LogFrequency)]
    public void Tokens_come_in_proportion_to_their_frequency_or_its_logarithm(ConditionWeights how)
    {
        (long[] tokens, _) = DrawMany(new ConditionalSampler(_rows, how));
        TableBlock survival = _layout.Blocks[3];
        double[] counts = [.. Enumerable.Range(survival.TokenStart, survival.TokenCount).Select(token => _layout.TokenShares[token] * 1000)];
        double[] weights = how == ConditionWeights.Frequency ? counts : [.. counts.Select(count => Math.Log(count + 1))];
        for (int token = 0; token < weights.Length; token++)
        {
            double expected = Draws / 3.0 * weights[token] / weights.Sum();
            int seen = tokens.Count(drawn => drawn == survival.TokenStart + token);
            Assert.InRange(seen, expected - (5 * Math.Sqrt(expected)), expected + (5 * Math.Sqrt(expected)));
        }
    }

    [Fact]
    public void A_token_without_a_local_record_is_never_asked_for()
    {
        int[] low = [.. Enumerable.Range(0, _cohort.Count).Where(row => _cohort[row, Grade] == 0)];
        TableRows local = TableEncoder.Encode(_layout, _cohort.Take(low), new(3));
        (long[] tokens, _) = DrawMany(new ConditionalSampler(local, ConditionWeights.Frequency));
        Assert.DoesNotContain(_layout.Blocks[1].TokenStart + 2L, tokens);
    }

    [Fact]
    public void Conditions_for_sampling_follow_the_rings_true_frequencies()
    {
        ConditionalTokens ring = new(_layout);
        SeededRandom random = new(5);
        long[] tokens = [.. Enumerable.Range(0, Draws).Select(_ => ring.Next(random))];
        TableBlock mutated = _layout.Blocks[2];
        double expected = Draws / 3.0 * _layout.TokenShares[mutated.TokenStart + 1];
        Assert.InRange(tokens.Count(token => token == mutated.TokenStart + 1), expected - (5 * Math.Sqrt(expected)), expected + (5 * Math.Sqrt(expected)));
    }

    private static (long[] Tokens, long[] Rows) DrawMany(ConditionalSampler sampler)
    {
        SeededRandom random = new(5);
        (long Token, long Row)[] drawn = [.. Enumerable.Range(0, Draws).Select(_ => sampler.Next(random))];
        return ([.. drawn.Select(pair => pair.Token)], [.. drawn.Select(pair => pair.Row)]);
    }
}
