using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Encoding.Tokens;
using RingFed.Learning.Models;
using RingFed.Learning.Models.BayesianNetwork;
using RingFed.Learning.Models.Hybrid;
using RingFed.Learning.Models.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Tests.Models.Hybrid;

public sealed class HybridSamplerTests
{
    private static readonly BayesianNetworkOptions _options = new();
    private static readonly Cohort _cohort = HybridToy.Parity(1_200, seed: 3);

    [Theory]
    [InlineData(.25)]
    [InlineData(1)]
    public async Task A_number_is_drawn_as_often_as_its_chances_at_the_strength_say(double strength)
    {
        using DisposeScope scope = NewDisposeScope();
        FittedEncoder encoder = EncoderFit.FitLocally(_cohort);
        HybridLayout layout = new(new NetworkShape(new TokenLayout(encoder, _options.Bins, _options.Groups)));
        FittedNetwork network = await NetworkFit.FitAsync(layout.Shape, _options, _cohort, new LocalRing(["alone"]).For("alone"), TestContext.Current.CancellationToken);
        using BlockDecoder decoder = new(layout, HybridToy.Small, weightSeed: 1);
        decoder.Follow(network);
        decoder.Parameters.Values[^layout.SharpenedTokens..].Clear();
        for (int token = 1; token <= layout.SharpenedTokens; token += 2)
        {
            decoder.Parameters.Values[^token] = 3;
        }

        HybridSampler sampler = new(layout, decoder, network, [strength], ConditionPlan.Create(new TableLayout(encoder), []), new SampleRequest(40_000, Seed: 5, []));
        double[] drawn = Means(sampler.Draw(40_000, TestContext.Current.CancellationToken), rows => rows.narrow(1, layout.OtherTokens, layout.SharpenedTokens));
        double[] expected = Means(_cohort, rows => decoder.LogProbabilities(rows, strength).exp());
        Assert.Equal(layout.SharpenedTokens, expected.Length);
        Assert.All(expected.Zip(drawn), pair => Assert.Equal(pair.First, pair.Second, 0.02));

        double[] Means(Cohort cohort, Func<Tensor, Tensor> of)
        {
            using IDisposable still = no_grad();
            float[] rows = HybridRows.Encode(layout, network, cohort);
            Tensor all = frombuffer(rows, ScalarType.Float32).view(cohort.Count, layout.Tokens + layout.SharpenedTokens);
            return [.. of(all).to_type(ScalarType.Float64).mean([0]).data<double>().ToArray()];
        }
    }
}
