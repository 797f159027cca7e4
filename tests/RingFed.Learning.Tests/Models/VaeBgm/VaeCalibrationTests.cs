using RingFed.Learning.Models.VaeBgm;
using RingFed.Learning.Tests.Encoding;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Tests.Models.VaeBgm;

public sealed class VaeCalibrationTests
{
    private const int Rows = 500;

    private static readonly VaeLayout _layout = VaeToy.Layout(TableToy.Draw(300, seed: 4));

    [Fact]
    public void Tokens_become_as_frequent_as_in_the_ring_and_scores_standard()
    {
        float[] heads = Heads();
        VaeCalibration.Of(_layout, heads).Apply(heads);

        foreach (VaeChoice choice in _layout.Choices)
        {
            for (int token = 0; token < choice.Shares.Length; token++)
            {
                Assert.Equal(choice.Shares[token], heads.Chunk(_layout.Outputs).Average(row => row[_layout.LogitsAt + choice.Start + token]), 1e-3);
            }
        }

        // Weighed by the chance that there is a value at all.
        int presence = _layout.LogitsAt + _layout.Choices[_layout.Numbers[0].Presence].Start;
        double present = heads.Chunk(_layout.Outputs).Sum(row => row[presence]);
        Assert.Equal(0, heads.Chunk(_layout.Outputs).Sum(row => row[presence] * row[0]) / present, 1e-4);
        Assert.Equal(1, heads.Chunk(_layout.Outputs).Sum(row => row[presence] * ((row[0] * row[0]) + Math.Pow(row[_layout.SpreadsAt], 2))) / present, 1e-3);
    }

    [Fact]
    public void The_odds_of_a_token_are_moved_by_one_factor_for_all_codes_and_endpoints_stay()
    {
        float[] before = Heads();
        float[] after = [.. before];
        VaeCalibration.Of(_layout, before).Apply(after);

        int mutated = _layout.LogitsAt + _layout.Choices.Single(choice => choice.Column == TableToy.Mutated).Start;
        double[] factors = [.. before.Chunk(_layout.Outputs).Zip(after.Chunk(_layout.Outputs), (was, now) => Odds(now) / Odds(was))];
        Assert.All(factors, factor => Assert.Equal(factors[0], factor, 1e-3 * factors[0]));
        Assert.Equal(before.Chunk(_layout.Outputs).SelectMany(row => row[_layout.HazardsAt..]), after.Chunk(_layout.Outputs).SelectMany(row => row[_layout.HazardsAt..]));

        double Odds(float[] row) => row[mutated + 1] / (double)row[mutated];
    }

    private static float[] Heads()
    {
        using DisposeScope scope = NewDisposeScope();
        using VaeHeads heads = new(_layout);
        using Generator noise = new(1);
        return heads.Distributions(randn([Rows, _layout.Outputs], generator: noise)).data<float>().ToArray();
    }
}
